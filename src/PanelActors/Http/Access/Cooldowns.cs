using PanelActors.Configuration;

namespace PanelActors.Http.Access;

/// <summary>Keeps calls of one kind to one store apart. The caller keeps the number of stores small. For any thread.</summary>
/// <param name="time">The clock.</param>
/// <param name="between">The minimum time between two.</param>
internal sealed class Cooldowns(TimeProvider time, TimeSpan between)
{
    private readonly Dictionary<StoreName, long> _last = [];
    private readonly Lock _gate = new();

    /// <summary>Whether a call to <paramref name="store"/> may be made now, which then counts as made.</summary>
    /// <param name="store">The store.</param>
    /// <param name="wait">How long it has to wait otherwise.</param>
    public bool TryBegin(StoreName store, out TimeSpan wait)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            wait = _last.TryGetValue(store, out var last) ? between - time.GetElapsedTime(last, now) : TimeSpan.Zero;
            if (wait > TimeSpan.Zero) return false;
            wait = TimeSpan.Zero;
            _last[store] = now;
            return true;
        }
    }

    /// <summary>Takes back a call that came to nothing.</summary>
    public void Forget(StoreName store)
    {
        lock (_gate) _last.Remove(store);
    }
}
