using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PanelActors.Tests.Support;

/// <summary>
/// Passes a relay on without its instance and path, so that a daemon that reads it does not know what it is made of, and a loop is not
/// found out. Where it leads can be changed.
/// </summary>
public sealed class BlindLink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private BlindLink(WebApplication app) => _app = app;

    /// <summary>Where to.</summary>
    public Uri? Target { get; set; }

    /// <summary>Its own address.</summary>
    public string Url => new Uri(new Uri(_app.Urls.Single()), "/events").ToString();

    public static async Task<BlindLink> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var link = new BlindLink(app);
        app.MapGet("/events", (RequestDelegate)link.Pass);
        await app.StartAsync();
        return link;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        if (Target is not { } target)
        {
            context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
            return;
        }

        try
        {
            var gone = context.RequestAborted;
            using var lines = new StreamReader(
                await _http.GetStreamAsync(new Uri(target, target.AbsolutePath + context.Request.QueryString), gone));
            context.Response.ContentType = "text/event-stream";
            await context.Response.StartAsync(gone);
            while (await lines.ReadLineAsync(gone) is { } line)
            {
                await context.Response.WriteAsync(line.Replace("\"path\":", "\"route\":", StringComparison.Ordinal) + "\n", gone);
                await context.Response.Body.FlushAsync(gone);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or HttpRequestException or IOException or SocketException)
        {
            // One end is gone; so is the other then.
        }
    }
}
