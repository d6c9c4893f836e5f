using PanelActors.Configuration;
using PanelActors.Recording;
using PanelActors.Simulator;

namespace PanelActors.Hosting;

/// <summary>
/// The feeds that the daemon itself serves to its sources: the built-in feed, and replays of recordings. Each runs from the first
/// configuration that has a source for it; a replay ends with the last one that has.
/// </summary>
internal sealed class LocalFeeds(PanelActorsOptions options, TimeProvider time, ILoggerFactory logs) : IAsyncDisposable
{
    private readonly Dictionary<string, ReplayServer> _replays = new(StringComparer.Ordinal);
    private SimulatorServer? _server;

    /// <summary>The address that <paramref name="source"/> is read from.</summary>
    public Uri AddressOf(SourceOptions source)
    {
        if (UrlRules.IsReplay(source.Url)) return _replays[KeyOf(source)].Address;
        var url = new Uri(source.Url);
        return UrlRules.IsSimulator(source.Url) && SimulatorSettings.TryParse(url, out var settings, out _)
            ? _server!.AddressOf(settings)
            : url;
    }

    /// <summary>The faults in addresses of such feeds, whose settings only they know.</summary>
    public static IEnumerable<ConfigurationFault> FaultsOf(PanelActorsOptions options)
    {
        for (var i = 0; i < options.Sources.Count; i++)
        {
            var source = options.Sources[i];
            if (FaultOf(source.Url) is { } fault)
                yield return new ConfigurationFault($"{PanelActorsOptions.Section}:Sources:{i}:Url", source.Url, fault);
        }
    }

    /// <summary>Starts what the sources need.</summary>
    /// <exception cref="IOException">It could not be started.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => EnsureAsync(options, cancellationToken);

    /// <summary>Starts what these sources need and does not run yet, and ends the replays that none of them needs.</summary>
    /// <exception cref="IOException">It could not be started.</exception>
    public async Task EnsureAsync(PanelActorsOptions needed, CancellationToken cancellationToken)
    {
        if (_server is null && needed.Sources.Any(static source => UrlRules.IsSimulator(source.Url)))
            _server = await SimulatorServer.StartAsync(time, cancellationToken: cancellationToken);

        var replays = needed.Sources.Where(static source => UrlRules.IsReplay(source.Url)).ToDictionary(KeyOf, StringComparer.Ordinal);
        foreach (var (key, source) in replays)
        {
            if (_replays.ContainsKey(key)) continue;
            var settings = ReplaySettings.Parse(source.Url, out _)!;
            _replays[key] = await ReplayServer.StartAsync(settings, null, time, logs, cancellationToken);
        }

        foreach (var key in _replays.Keys.Where(key => !replays.ContainsKey(key)).ToArray())
        {
            if (_replays.Remove(key, out var unneeded)) await unneeded.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server) await server.DisposeAsync();
        foreach (var replay in _replays.Values) await replay.DisposeAsync();
        _replays.Clear();
    }

    private static string? FaultOf(string url)
    {
        if (UrlRules.IsReplay(url))
        {
            if (ReplaySettings.Parse(url, out var wrong) is not { } replay) return $"an address of a replay, but {wrong}";
            return RecordingFiles.WhyNone(replay.File) is { } why ? $"an address of a replay, but {why}" : null;
        }

        if (!UrlRules.IsSimulator(url) || !Uri.TryCreate(url, UriKind.Absolute, out var address)) return null;
        return SimulatorSettings.TryParse(address, out _, out var error) ? null : $"an address of the built-in feed, but {error}";
    }

    // Two sources of one address are two replays: each goes at its own pace.
    private static string KeyOf(SourceOptions source) => $"{source.Name} {source.Url}";
}
