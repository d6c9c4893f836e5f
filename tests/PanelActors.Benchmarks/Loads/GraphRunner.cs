using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Configuration;
using PanelActors.Sources;
using PanelActors.Sources.Http;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Benchmarks.Loads;

/// <summary>Runs the real ingest graph into the real state actor until a number of events is applied.</summary>
internal sealed class GraphRunner : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ActorSystem _system = ActorSystem.Create("load", "akka.loglevel = WARNING");
    private readonly ActorMaterializer _materializer;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PanelActorsMetrics _metrics;

    public GraphRunner()
    {
        _materializer = _system.Materializer();
        _metrics = new PanelActorsMetrics(_meters.GetRequiredService<IMeterFactory>(), enabled: true);
    }

    /// <summary>From reads that are there already.</summary>
    public Task RunAsync(IReadOnlyList<ReadOnlyMemory<byte>> reads, int events) =>
        RunAsync(Source.From(reads).MapMaterializedValue(_ => Task.CompletedTask), events);

    /// <summary>From an upstream.</summary>
    public async Task RunAsync(Uri url, int events)
    {
        using var client = new UpstreamClient(TimeSpan.FromSeconds(10), TimeProvider.System, UpstreamTls.Usual);
        await RunAsync(UpstreamSource.Open(client, new UpstreamRequest(url), new TransportClock(TimeProvider.System)), events);
    }

    public async ValueTask DisposeAsync()
    {
        _materializer.Dispose();
        await _system.Terminate();
        _metrics.Dispose();
        await _meters.DisposeAsync();
    }

    private async Task RunAsync(Source<ReadOnlyMemory<byte>, Task> bytes, int events)
    {
        var time = TimeProvider.System;
        var source = _metrics.ForSource("load");
        var board = new StoreBoard("load");
        var state = _system.ActorOf(Props.Create(() => new PanelStateActor(
            board, new StateLimits(50, 256 << 20), time, source, new LogThrottle(time, TimeSpan.FromSeconds(10)), NullLogger.Instance)));
        var settings = new IngestSettings(
            "load", new UpstreamRequest(new Uri("http://127.0.0.1/")), DiffForm.Auto, new LimitsOptions(), new ReconnectOptions(),
            new ResyncOptions());

        var connection = new SourceConnection(TimeProvider.System);
        IngestGraph.Create(settings, new ConnectionPlan(1, settings.Request), bytes, connection, source, ActorRefs.Nobody, state)
            .Run(_materializer);
        using var patience = new CancellationTokenSource(Patience);
        var snapshot = board.Current;
        while (snapshot.State.UiGeneration < events) snapshot = await board.WaitForChangeAsync(snapshot.Version, patience.Token);
        _system.Stop(state);
    }
}
