using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace PanelActors.Recording;

/// <summary>Serves one replay as an upstream: every GET, whatever its path, is a connection to the recorded feed.</summary>
internal sealed class ReplayServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _app;
    private readonly ReplayHead _head;
    private Task _run = Task.CompletedTask;
    private int _isDisposed;

    private ReplayServer(ReplaySettings settings, Uri? listen, TimeProvider time, ILoggerFactory logs)
    {
        _head = new ReplayHead(settings, time, logs.CreateLogger<ReplayServer>());
        // An empty builder, because settings and environment of the daemon must not reach this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (listen is null) kestrel.Listen(IPAddress.Loopback, 0);
        });
        if (listen is not null) builder.WebHost.UseUrls(listen.ToString());
        // A response that breaks off as the recorded one did is not worth a line.
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(NullLoggerFactory.Instance));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, GuestLifetime>());
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Done when the replay is over.</summary>
    public Task Over => _run;

    /// <summary>Starts one.</summary>
    /// <param name="settings">What is replayed.</param>
    /// <param name="listen">Where to listen; null = on a free port of the loopback.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">The log.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">There is no such recording, or it cannot listen there.</exception>
    public static async Task<ReplayServer> StartAsync(
        ReplaySettings settings, Uri? listen, TimeProvider time, ILoggerFactory logs, CancellationToken cancellation)
    {
        _ = RecordingFiles.Of(settings.File);
        var server = new ReplayServer(settings, listen, time, logs);
        try
        {
            await server._app.StartAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server.Address = new Uri(server._app.Urls.First());
        server._run = Task.Run(() => server._head.RunAsync(server._stopping.Token), CancellationToken.None);
        return server;
    }

    /// <summary>Ends every response, and the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _stopping.CancelAsync();
        await _run;
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1))) await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private Task HandleAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method)) return _head.ServeAsync(context);
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = HttpMethods.Get;
        return Task.CompletedTask;
    }

    /// <summary>Leaves signals to the host of the process.</summary>
    private sealed class GuestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
