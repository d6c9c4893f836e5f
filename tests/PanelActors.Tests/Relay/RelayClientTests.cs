using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Protocol.Encode;
using PanelActors.Relay;
using PanelActors.State;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Relay;

public sealed class RelayClientTests
{
    private readonly RelayLog _log = new(maxEvents: 10, maxBytes: 64 * 1024, startId: 1);

    [Fact]
    public async Task A_client_that_waits_does_not_keep_the_baseline_it_began_with()
    {
        using var gone = new CancellationTokenSource();

        var (running, baseline) = Begin(gone.Token);

        running.IsCompleted.ShouldBeFalse();
        GC.Collect();
        baseline.IsAlive.ShouldBeFalse();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task A_client_that_goes_while_it_waits_or_is_served_ends_at_once()
    {
        for (var round = 0; round < 500; round++)
        {
            using var gone = new CancellationTokenSource();
            var (running, _) = Begin(gone.Token);
            var leaving = Task.Run(gone.Cancel);
            _log.Append(EncodedEvent.KeepAlive(DateTimeOffset.UtcNow));
            _log.Show();
            await leaving;
            await Should.ThrowAsync<OperationCanceledException>(running.WaitAsync(ScriptedUpstream.Patience));
        }
    }

    // Not inlined: the stack of the test does not keep it either.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (Task Running, WeakReference Baseline) Begin(CancellationToken gone)
    {
        var now = DateTimeOffset.UtcNow;
        var store = Relays.StoreOf(new StoreBoard("s"));
        var relay = new StoreRelay(store, ActorRefs.Nobody, new StoreMetrics("s"), Relays.OriginOf(store), new RelayIds().Take());
        var client = new RelayClient(relay, EventKinds.Always, new RelayOptions(), TimeProvider.System, static () => { });
        var hello = EncodedEvent.Of(new EventPayload(EventKinds.Hello, "{}"u8.ToArray()), 0, 1, now, DataAge.None);
        var full = EncodedEvent.Of(new EventPayload(EventKinds.PanelFull, "{}"u8.ToArray()), 2, 1, now, DataAge.Unknown);
        var baseline = new RelayBaseline([full], _log.End, _log.EndBytes);
        return (client.RunAsync(new RelayWelcome(_log, hello, baseline), new Pipe().Writer, gone), new WeakReference(baseline));
    }
}
