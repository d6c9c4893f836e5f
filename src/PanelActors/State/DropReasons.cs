namespace PanelActors.State;

/// <summary>
/// Why an event that could be decoded was not applied. The names are metric labels; those of diffs are also reasons for a resync.
/// </summary>
internal static class DropReasons
{
    /// <summary>A diff came before any baseline.</summary>
    public const string NoBaseline = "no_baseline";

    /// <summary>A diff belongs to another baseline than that of the state.</summary>
    public const string GenerationMismatch = "generation_mismatch";

    /// <summary>The feed marks a diff as incomplete.</summary>
    public const string IncompleteDiff = "incomplete_diff";

    /// <summary>A diff cannot be merged.</summary>
    public const string MalformedDiff = "malformed_diff";

    /// <summary>Applying it would grow the state past its bound.</summary>
    public const string StateLimit = "state_limit";

    /// <summary>A baseline that a guard of the feed forced, where a store has one already.</summary>
    public const string GuardBaseline = "guard_baseline";

    /// <summary>A follow-up that is in the list already.</summary>
    public const string Replay = "replay";

    /// <summary>An event type that means nothing here.</summary>
    public const string Unknown = "unknown";

    /// <summary>Not a drop: a diff was applied whose old values differ from the state's, which is why a new baseline is needed.</summary>
    public const string Diverged = "diverged";
}
