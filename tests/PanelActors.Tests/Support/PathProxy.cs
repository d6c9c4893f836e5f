using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PanelActors.Tests.Support;

/// <summary>
/// A reverse proxy that has a server below a path and takes that path away, as <c>location /below/ { proxy_pass http://server/;
/// proxy_set_header Host $http_host; }</c>.
/// </summary>
internal sealed class PathProxy : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly WebApplication _app;
    private readonly Uri _server;

    private PathProxy(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        (_app, _server) = (builder.Build(), server);
    }

    /// <summary>Where the server answers through it.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Starts it for <paramref name="server"/> below <paramref name="path"/>, such as <c>/below</c>.</summary>
    public static async Task<PathProxy> Start(Uri server, string path)
    {
        var proxy = new PathProxy(server);
        proxy._app.Map($"{path}/{{**rest}}", (HttpContext context, string? rest) => proxy.Forward(context, rest ?? ""));
        await proxy._app.StartAsync();
        proxy.Url = new Uri($"{proxy._app.Urls.Single()}{path}/");
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task Forward(HttpContext context, string rest)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), new Uri(_server, $"/{rest}{context.Request.QueryString}"));
        if (context.Request.ContentLength > 0) request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is "Connection") continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        var headers = response.Headers.Concat(response.Content.Headers);
        foreach (var (name, values) in headers.Where(static header => header.Key != "Transfer-Encoding"))
            context.Response.Headers[name] = values.ToArray();
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            var buffer = new byte[16 * 1024];
            for (int read; (read = await body.ReadAsync(buffer, context.RequestAborted)) > 0;)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or HttpIOException)
        {
            // The reader has gone, or the server has.
            context.Abort();
        }
    }
}
