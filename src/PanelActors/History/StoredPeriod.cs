using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.History;

/// <summary>A store's health as the database has it.</summary>
/// <param name="Health">What it was.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">When it was still seen to be so.</param>
internal sealed record StoredPeriod(Health Health, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>
    /// Since when a store has the health that it has, which the previous run stored: its time goes on only where the health cannot have
    /// been another one in between. Null where this is not known, and the period begins when it is first seen.
    /// </summary>
    /// <param name="stored">What was stored; null for nothing.</param>
    /// <param name="heartbeat">How fresh the store is now.</param>
    /// <param name="policy">How its age is judged.</param>
    /// <param name="now">The present.</param>
    public static DateTimeOffset? Resume(StoredPeriod? stored, Heartbeat heartbeat, FreshnessPolicy policy, DateTimeOffset now)
    {
        // A clock that was set back.
        if (stored is not null && stored.Since > now) stored = null;
        switch (heartbeat.Health)
        {
            // In a shorter pause nothing can have become late unnoticed.
            case Health.Ok when stored is { Health: Health.Ok } && now - stored.Until < policy.WarnAfter: return stored.Since;
            case Health.Init when stored is { Health: Health.Init }: return stored.Since;
            case Health.Warn or Health.Stale when heartbeat.LastEvent is { } last:
                // The same silence as before: nothing came since it began.
                if (stored?.Health == heartbeat.Health && last <= stored.Since) return stored.Since;
                var began = last + (heartbeat.Health == Health.Stale ? policy.StaleAfter : policy.WarnAfter);
                return began <= now ? began : null;
            case Health.Stale when stored is { Health: Health.Stale }: return stored.Since;
            default: return null;
        }
    }
}
