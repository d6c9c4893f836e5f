using Akka.Actor;
using PanelActors.Freshness;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Relay;

/// <summary>One store's relay as the rest of the program sees it: a way in for clients, which hides the actor behind it.</summary>
public sealed class StoreRelay
{
    // The answer is one look at what is in memory; whoever waits this long had better come again.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    private readonly IActorRef _actor;
    private readonly StoreMetrics _metrics;
    private volatile Store _store;

    /// <summary>The relay of <paramref name="store"/>, run by <paramref name="actor"/>.</summary>
    public StoreRelay(Store store, IActorRef actor, StoreMetrics metrics) => (_store, _actor, _metrics) = (store, actor, metrics);

    /// <summary>Lets a client in.</summary>
    /// <exception cref="AskTimeoutException">The relay does not answer.</exception>
    /// <exception cref="OperationCanceledException">The relay has ended, or <paramref name="gone"/> was signalled.</exception>
    public Task<RelayWelcome> JoinAsync(RelayClient client, RelayRequest request, CancellationToken gone) =>
        _actor.Ask<RelayWelcome>(new JoinRelay(client, request), LongestAnswer, gone);

    /// <summary>Forgets a client, whether it was let in or not.</summary>
    public void Leave(RelayClient client) => _actor.Tell(new LeaveRelay(client));

    /// <summary>The heartbeat of the present, for one client.</summary>
    public RelayEvent Heartbeat(long generation, DateTimeOffset now) =>
        RelayPublisher.HeartbeatOf(HeartbeatBody.Of(_store.HeartbeatAt(now), _store.Freshness), generation, now);

    /// <summary>Has the store judged otherwise from now on.</summary>
    public void Retune(Store store)
    {
        _store = store;
        _actor.Tell(new RetuneRelay(store));
    }

    /// <summary>Tells all clients good-bye.</summary>
    public void End(string reason) => _actor.Tell(new EndRelay(reason));

    /// <summary>Tells all clients good-bye and stops the actor. False where that took too long.</summary>
    public async Task<bool> StopAsync(string reason, TimeSpan longest)
    {
        End(reason);
        try
        {
            return await _actor.GracefulStop(longest);
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }

    internal Task<RelayBaseline> ConflateAsync(long place, CancellationToken gone) =>
        _actor.Ask<RelayBaseline>(new ConflateRelay(place), LongestAnswer, gone);

    internal void CountSent(int events) => _metrics.AddRelaySent(events);

    internal void CountConflation() => _metrics.AddRelayConflation();
}
