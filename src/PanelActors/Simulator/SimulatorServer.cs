using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace PanelActors.Simulator;

/// <summary>
/// The built-in upstream: a small web server on a free loopback port that speaks the feed's protocol (specification 1). Every
/// distinct <see cref="SimulatorSettings.Key"/> is one feed, started by its first client and shared by all of them.
/// </summary>
internal sealed class SimulatorServer : IAsyncDisposable
{
    /// <summary>The first client of one more feed gets 503.</summary>
    public const int MaxFeeds = 1_000;

    /// <summary>Time between the comments to an idle client; the first comes after at most twice this.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    private const int MaxConnections = 10_000;
    private const string PathPrefix = "/feeds/";
    private const string PathSuffix = "/events";

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LiveFeed> _feeds = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private readonly ITimer _keepAlive;
    private bool _stopped;

    private SimulatorServer(TimeProvider time, ILoggerFactory? loggerFactory)
    {
        _time = time;

        // An empty builder, because settings and environment of the daemon must not reach this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Replace(ServiceDescriptor.Singleton(loggerFactory ?? NullLoggerFactory.Instance));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, GuestLifetime>());
        _app = builder.Build();
        _app.Run(HandleAsync);
        _keepAlive = time.CreateTimer(static server => ((SimulatorServer)server!).Beat(), this, KeepAlive, KeepAlive);
    }

    /// <summary>Where the server listens, for example <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1/");

    /// <exception cref="IOException">No port could be bound.</exception>
    public static async Task<SimulatorServer> StartAsync(
        TimeProvider? time = null,
        ILoggerFactory? loggerFactory = null,
        CancellationToken cancellationToken = default)
    {
        var server = new SimulatorServer(time ?? TimeProvider.System, loggerFactory);
        try
        {
            await server._app.StartAsync(cancellationToken);
            server.BaseAddress = new Uri(server._app.Urls.Single());
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of a feed, which its first client starts.</summary>
    public Uri AddressOf(SimulatorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new Uri(BaseAddress, PathPrefix + settings.Key + PathSuffix);
    }

    /// <summary>Ends every response cleanly, then stops the feeds and the server. Safe to call twice.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_stopped) return;
            _stopped = true;
            foreach (var feed in _feeds.Values) feed.Dispose();
        }

        await _keepAlive.DisposeAsync();
        await _stopping.CancelAsync();
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1))) await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Get;
            return;
        }

        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(PathPrefix, StringComparison.Ordinal)
            || !path.EndsWith(PathSuffix, StringComparison.Ordinal)
            || path.Length < PathPrefix.Length + PathSuffix.Length
            || !SimulatorSettings.TryParseKey(path[PathPrefix.Length..^PathSuffix.Length], out var settings, out _))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (FeedOf(settings) is not { } feed)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            await FeedSession.RunAsync(feed, context, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client left or the server stops: the two ways in which an event stream ends.
        }
    }

    private LiveFeed? FeedOf(SimulatorSettings settings)
    {
        lock (_gate)
        {
            if (_stopped) return null;
            var key = settings.Key;
            if (_feeds.TryGetValue(key, out var feed)) return feed;
            if (_feeds.Count >= MaxFeeds) return null;
            return _feeds[key] = new LiveFeed(settings, _time);
        }
    }

    private void Beat()
    {
        lock (_gate)
        {
            foreach (var feed in _feeds.Values) feed.Beat();
        }
    }

    /// <summary>Leaves signals to the host of the process.</summary>
    private sealed class GuestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
