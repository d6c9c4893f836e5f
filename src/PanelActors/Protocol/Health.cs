namespace PanelActors.Protocol;

/// <summary>How fresh a store's data is. The values are those of the metric (specification 6.1).</summary>
internal enum Health
{
    /// <summary>No event was applied yet.</summary>
    Init = 0,

    /// <summary>The data is fresh.</summary>
    Ok = 1,

    /// <summary>The data is older than it should be.</summary>
    Warn = 2,

    /// <summary>The data is too old to be relied on.</summary>
    Stale = 3,
}

/// <summary>How a <see cref="Health"/> is written.</summary>
internal static class HealthNames
{
    /// <summary><c>init</c>, <c>ok</c>, <c>warn</c> or <c>stale</c>.</summary>
    public static string ToName(this Health health) => health switch
    {
        Health.Init => "init",
        Health.Ok => "ok",
        Health.Warn => "warn",
        _ => "stale",
    };

    /// <summary>The health that <paramref name="name"/> is written for.</summary>
    public static bool TryParse(string name, out Health health)
    {
        (var known, health) = name switch
        {
            "init" => (true, Health.Init),
            "ok" => (true, Health.Ok),
            "warn" => (true, Health.Warn),
            "stale" => (true, Health.Stale),
            _ => (false, Health.Init),
        };
        return known;
    }
}
