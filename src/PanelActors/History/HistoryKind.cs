namespace PanelActors.History;

/// <summary>What an entry of the history is about. The numbers are in the database.</summary>
internal enum HistoryKind
{
    /// <summary>The health of a store changed.</summary>
    Health = 0,

    /// <summary>A kind of alert changed its level.</summary>
    Severity = 1,

    /// <summary>A follow-up alert came.</summary>
    Followup = 2,

    /// <summary>A source's connection was made or lost.</summary>
    Connection = 3,

    /// <summary>A baseline was needed, or came.</summary>
    Baseline = 4,
}

/// <summary>The words for a <see cref="HistoryKind"/>.</summary>
internal static class HistoryKinds
{
    /// <summary>All of them, each at its number.</summary>
    public static readonly IReadOnlyList<string> Words = ["health", "severity", "followup", "connection", "baseline"];

    public static string ToName(this HistoryKind kind) => Words[(int)kind];
}
