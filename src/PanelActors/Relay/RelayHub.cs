using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PanelActors.Configuration;

namespace PanelActors.Relay;

/// <summary>The relays of all stores, and how many clients they have together.</summary>
/// <param name="maxClients">How many clients there may be at once.</param>
internal sealed class RelayHub(int maxClients)
{
    private readonly ConcurrentDictionary<StoreName, StoreRelay> _relays = new();
    private int _clients;
    private volatile End? _end;

    /// <summary>Shows the relay of a store, in place of one before it. After <see cref="EndAllAsync"/> it ends at once.</summary>
    public void Set(StoreName store, StoreRelay relay)
    {
        _relays[store] = relay;
        // In this order: EndAllAsync has seen this one, or its end is seen here.
        Interlocked.MemoryBarrier();
        if (_end is { } end) _ = relay.EndAsync(end.Reason, end.Timeout);
    }

    /// <summary>Shows no relay of a store any more. Null where there was none.</summary>
    public StoreRelay? Remove(StoreName store) => _relays.TryRemove(store, out var relay) ? relay : null;

    /// <summary>Looks up the relay of a store.</summary>
    public bool TryGet(StoreName store, [NotNullWhen(true)] out StoreRelay? relay) => _relays.TryGetValue(store, out relay);

    /// <summary>
    /// Sends the clients of all stores a good-bye, also of those that are yet to come. False where a relay does not answer.
    /// </summary>
    public async Task<bool> EndAllAsync(string reason, TimeSpan timeout)
    {
        _end = new End(reason, timeout);
        Interlocked.MemoryBarrier();
        var answers = await Task.WhenAll(_relays.Values.Select(relay => relay.EndAsync(reason, timeout)));
        return answers.All(static answered => answered);
    }

    /// <summary>Takes one of the places for clients. False where none is free.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _clients) <= maxClients) return true;
        Leave();
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _clients);

    private sealed record End(string Reason, TimeSpan Timeout);
}
