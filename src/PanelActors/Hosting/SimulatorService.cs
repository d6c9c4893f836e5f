using PanelActors.Configuration;
using PanelActors.Simulator;

namespace PanelActors.Hosting;

/// <summary>Runs the built-in feed for as long as the daemon runs, where a source uses it.</summary>
internal sealed class SimulatorService(PanelActorsOptions options, TimeProvider time) : IAsyncDisposable
{
    private SimulatorServer? _server;

    /// <summary>The address that <paramref name="source"/> is read from.</summary>
    public Uri AddressOf(SourceOptions source)
    {
        var url = new Uri(source.Url);
        return UrlRules.IsSimulator(source.Url) && SimulatorSettings.TryParse(url, out var settings, out _)
            ? _server!.AddressOf(settings)
            : url;
    }

    /// <summary>The faults in addresses of built-in feeds, whose settings only the simulator knows.</summary>
    public static IEnumerable<ConfigurationFault> FaultsOf(PanelActorsOptions options)
    {
        for (var i = 0; i < options.Sources.Count; i++)
        {
            var source = options.Sources[i];
            if (!UrlRules.IsSimulator(source.Url) || !Uri.TryCreate(source.Url, UriKind.Absolute, out var url)) continue;
            if (SimulatorSettings.TryParse(url, out _, out var error)) continue;
            var key = $"{PanelActorsOptions.Section}:Sources:{i}:Url";
            yield return new ConfigurationFault(key, source.Url, $"an address of the built-in feed, but {error}");
        }
    }

    /// <summary>Starts the built-in feed if a source uses it.</summary>
    /// <exception cref="IOException">It could not be started.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => EnsureAsync(options, cancellationToken);

    /// <summary>Starts the built-in feed if one of these sources uses it and it does not run yet.</summary>
    /// <exception cref="IOException">It could not be started.</exception>
    public async Task EnsureAsync(PanelActorsOptions needed, CancellationToken cancellationToken)
    {
        if (_server is null && needed.Sources.Any(static source => UrlRules.IsSimulator(source.Url)))
            _server = await SimulatorServer.StartAsync(time, cancellationToken: cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server) await server.DisposeAsync();
    }
}
