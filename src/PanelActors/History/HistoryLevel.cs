using PanelActors.Protocol;

namespace PanelActors.History;

/// <summary>How grave an entry is: the words that follow-ups have too. A feed may send others.</summary>
internal static class HistoryLevel
{
    public const string Info = "INFO";
    public const string Warn = "WARN";
    public const string Critical = "CRITICAL";

    public static string Of(Health health) => health switch
    {
        Health.Warn => Warn,
        Health.Stale => Critical,
        _ => Info,
    };

    /// <summary>The graver, the larger.</summary>
    public static int RankOf(string level) => level switch
    {
        Critical => 3,
        "ERROR" => 2,
        Warn => 1,
        _ => 0,
    };

    /// <summary>One spelling for the words that mean the same.</summary>
    public static string Of(string word) => word.ToUpperInvariant() switch
    {
        "WARNING" => Warn,
        "CRIT" => Critical,
        var other => HistoryText.Clamp(other, HistoryText.MaxLevel),
    };
}
