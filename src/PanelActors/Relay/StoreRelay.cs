using Akka.Actor;
using PanelActors.Protocol.Encode;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Relay;

/// <summary>One store's relay as the rest of the program sees it: a way in for clients, which hides the actor behind it.</summary>
internal sealed class StoreRelay
{
    // The answer is one look at what is in memory; whoever waits this long had better come again.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    private readonly IActorRef _actor;
    private readonly StoreMetrics _metrics;
    private readonly RelayOrigin _origin;
    private readonly LogIds _ids;
    private volatile Store _store;

    /// <summary>The relay of <paramref name="store"/>, run by <paramref name="actor"/>, who was given <paramref name="origin"/> and <paramref name="ids"/>.</summary>
    public StoreRelay(Store store, IActorRef actor, StoreMetrics metrics, RelayOrigin origin, LogIds ids) =>
        (_store, _actor, _metrics, _origin, _ids) = (store, actor, metrics, origin, ids);

    /// <summary>Lets a client in.</summary>
    /// <exception cref="AskTimeoutException">The relay does not answer.</exception>
    /// <exception cref="OperationCanceledException">The relay has ended, or <paramref name="gone"/> was signalled.</exception>
    public Task<RelayWelcome> JoinAsync(RelayClient client, RelayRequest request, CancellationToken gone) =>
        _actor.Ask<RelayWelcome>(new JoinRelay(client, request), LongestAnswer, gone);

    /// <summary>Forgets a client, whether it was let in or not.</summary>
    public void Leave(RelayClient client) => _actor.Tell(new LeaveRelay(client));

    /// <summary>The heartbeat of the present, for one client.</summary>
    public EncodedEvent Heartbeat(long generation, DateTimeOffset now) =>
        RelayPublisher.HeartbeatOf(_store.HeartbeatAt(now).ToBody(_store.Freshness), _origin, generation, now);

    /// <summary>Has the store judged otherwise from now on.</summary>
    public void Retune(Store store)
    {
        _store = store;
        _actor.Tell(new RetuneRelay(store));
    }

    /// <summary>Tells all clients good-bye. False where the relay does not answer.</summary>
    public async Task<bool> EndAsync(string reason, TimeSpan longest)
    {
        try
        {
            await _actor.Ask<RelayEnded>(new EndRelay(reason), longest);
            return true;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Tells all clients good-bye and stops the actor. False where that took too long.</summary>
    public async Task<bool> StopAsync(string reason, TimeSpan longest)
    {
        // Stopping overtakes what is in the mailbox, so the good-bye has to be said before.
        if (!await EndAsync(reason, longest)) return false;
        try
        {
            if (!await _actor.GracefulStop(longest)) return false;
            _ids.Release();
            return true;
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }

    internal Task<RelayBaseline> ConflateAsync(RelayLog log, long place, CancellationToken gone) =>
        _actor.Ask<RelayBaseline>(new ConflateRelay(log, place), LongestAnswer, gone);

    internal void CountSent(int events) => _metrics.AddRelaySent(events);

    internal void CountConflation() => _metrics.AddRelayConflation();
}
