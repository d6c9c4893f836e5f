using Akka.Actor;
using PanelActors.Protocol.Encode;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Relay;

/// <summary>One store's relay as the rest of the program sees it: it hides the actor behind it.</summary>
internal sealed class StoreRelay
{
    // The answer is one look at what is in memory: a client that waits this long had better come again.
    private static readonly TimeSpan MaxAnswer = TimeSpan.FromSeconds(5);

    private readonly IActorRef _actor;
    private readonly StoreMetrics _metrics;
    private readonly RelayOrigin _origin;
    private readonly LogIds _ids;
    private volatile Store _store;

    /// <param name="store">The store.</param>
    /// <param name="actor">Runs its relay, with the same <paramref name="origin"/> and <paramref name="ids"/>.</param>
    /// <param name="metrics">The store's metrics.</param>
    /// <param name="origin">What identifies the relay to others.</param>
    /// <param name="ids">The ids of its log.</param>
    public StoreRelay(Store store, IActorRef actor, StoreMetrics metrics, RelayOrigin origin, LogIds ids) =>
        (_store, _actor, _metrics, _origin, _ids) = (store, actor, metrics, origin, ids);

    /// <summary>Lets a client in.</summary>
    /// <exception cref="AskTimeoutException">The relay does not answer.</exception>
    /// <exception cref="OperationCanceledException">The relay has ended, or <paramref name="gone"/> was signalled.</exception>
    public Task<RelayWelcome> JoinAsync(RelayClient client, RelayRequest request, CancellationToken gone) =>
        _actor.Ask<RelayWelcome>(new JoinRelay(client, request), MaxAnswer, gone);

    /// <summary>Forgets a client, whether it was let in or not.</summary>
    public void Leave(RelayClient client) => _actor.Tell(new LeaveRelay(client));

    /// <summary>The heartbeat of the present, for one client.</summary>
    public EncodedEvent Heartbeat(long generation, DateTimeOffset now) =>
        UnnumberedEvents.Heartbeat(_store.HeartbeatAt(now).ToBody(_store.Freshness), _origin, generation, now);

    /// <summary>The store's freshness is judged otherwise from now on.</summary>
    public void Retune(Store store)
    {
        _store = store;
        _actor.Tell(new RetuneRelay(store));
    }

    /// <summary>Sends all clients a good-bye. False where the relay does not answer.</summary>
    public async Task<bool> EndAsync(string reason, TimeSpan timeout)
    {
        try
        {
            await _actor.Ask<RelayEnded>(new EndRelay(reason), timeout);
            return true;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Sends all clients a good-bye and stops the actor. False where that took too long.</summary>
    public async Task<bool> StopAsync(string reason, TimeSpan timeout)
    {
        // Stopping overtakes what is in the mailbox, so the good-bye has to be in the log before.
        if (!await EndAsync(reason, timeout)) return false;
        try
        {
            if (!await _actor.GracefulStop(timeout)) return false;
            _ids.Release();
            return true;
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }

    internal Task<RelayBaseline> ConflateAsync(RelayLog log, long position, CancellationToken gone) =>
        _actor.Ask<RelayBaseline>(new ConflateRelay(log, position), MaxAnswer, gone);

    internal void CountSent(int events) => _metrics.AddRelaySent(events);

    internal void CountConflation() => _metrics.AddRelayConflation();
}
