namespace PanelActors.Protocol;

/// <summary>How fresh a store's data is. The values are those of the metric (specification 6.1).</summary>
internal enum Health
{
    /// <summary>Before the first event.</summary>
    Init = 0,

    Ok = 1,

    /// <summary>The age is <c>WarnAfter</c> or more.</summary>
    Warn = 2,

    /// <summary>The age is <c>StaleAfter</c> or more, or unknown.</summary>
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
