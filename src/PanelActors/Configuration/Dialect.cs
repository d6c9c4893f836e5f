namespace PanelActors.Configuration;

/// <summary>The protocol that a feed speaks inside its event stream.</summary>
internal enum Dialect
{
    /// <summary>Recognised anew for each connection, by the first event that shows it.</summary>
    Auto,

    /// <summary>Envelopes with a type and a payload; baselines and diffs with generations, severity and follow-ups.</summary>
    Panels,

    /// <summary>
    /// Named events without ids: <c>hello</c>, <c>full_snapshot</c>, <c>panel_update</c> and others. Replays its history at every connect.
    /// </summary>
    Summary,
}
