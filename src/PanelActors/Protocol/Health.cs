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

/// <summary>The name of each <see cref="Health"/>, on the wire and for people.</summary>
internal static class HealthNames
{
    private static readonly string[] Names = ["init", "ok", "warn", "stale"];

    public static string ToName(this Health health) => Names[(int)health];

    public static bool TryParse(string name, out Health health)
    {
        var at = Array.IndexOf(Names, name);
        health = at < 0 ? Health.Init : (Health)at;
        return at >= 0;
    }
}
