using PanelActors.Protocol;

namespace PanelActors.Stores;

/// <summary>
/// The current period of one store's health. Each classification of the store is observed, the heartbeat's on each tick and the API's with
/// each answer, so that an answer never has a health and the time of another one. For any thread.
/// </summary>
internal sealed class HealthPeriods
{
    private HealthPeriod? _current;

    /// <summary>The heartbeat found another health than before. Raised on the thread of its actor.</summary>
    public event Action? Changed;

    /// <summary>Has those who listen look at the health.</summary>
    public void Announce() => Changed?.Invoke();

    /// <summary>Notes that the store had <paramref name="health"/>, if it still has it, since <paramref name="since"/> already.</summary>
    public void Resume(Health health, DateTimeOffset since)
    {
        var before = Volatile.Read(ref _current);
        if (before is null || (before.Health == health && since < before.Since))
            Interlocked.CompareExchange(ref _current, new HealthPeriod(health, since), before);
    }

    /// <summary>Notes that the store has <paramref name="health"/> at <paramref name="now"/>.</summary>
    /// <returns>Since when it has.</returns>
    public DateTimeOffset Observe(Health health, DateTimeOffset now)
    {
        while (true)
        {
            var before = Volatile.Read(ref _current);
            var after = before?.Next(health, now) ?? new HealthPeriod(health, now);
            if (ReferenceEquals(after, before) || ReferenceEquals(Interlocked.CompareExchange(ref _current, after, before), before))
                return after.Since;
        }
    }
}
