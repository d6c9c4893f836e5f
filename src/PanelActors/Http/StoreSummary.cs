using System.Text.Json.Serialization;
using PanelActors.Stores;

namespace PanelActors.Http;

/// <summary>One store in the list of stores (specification 4.2). Times are unix seconds.</summary>
internal sealed record StoreSummary
{
    public string Name { get; init; } = "";

    /// <summary><c>source</c> or <c>composite</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary><c>init</c>, <c>ok</c>, <c>warn</c> or <c>stale</c>.</summary>
    public string Health { get; init; } = "";

    /// <summary><c>connecting</c>, <c>open</c>, <c>waiting</c> or <c>stopped</c>; null for a composite.</summary>
    public string? Connection { get; init; }

    /// <summary>The server's generation of the baseline; null while it is unknown.</summary>
    public long? Generation { get; init; }

    public long UiGeneration { get; init; }

    public bool NeedFull { get; init; }

    /// <summary>Null while no baseline is needed.</summary>
    public string? NeedFullReason { get; init; }

    /// <summary>Number of panels.</summary>
    public int Panels { get; init; }

    /// <summary>Why the latest connection ended or was refused; null while one is open.</summary>
    public string? LastError { get; init; }

    /// <summary>Whether the calls that name no store mean this one.</summary>
    public bool Default { get; init; }

    /// <summary>Age of the data; null before the first event, and where it is unknown.</summary>
    public double? StaleSeconds { get; init; }

    /// <summary>When <see cref="Health"/> became what it is.</summary>
    public double StateSince { get; init; }

    /// <summary>When <see cref="LastError"/> happened.</summary>
    public double? LastErrorAt { get; init; }

    /// <summary><see cref="LastError"/> as a short name, by which reconnects are counted.</summary>
    public string? LastErrorKind { get; init; }

    /// <summary>Null unless the connection is <c>waiting</c>.</summary>
    public double? NextAttemptAt { get; init; }

    /// <summary>Clients of the relay.</summary>
    public long Subscribers { get; init; }

    /// <summary>Bytes of JSON that the panels take.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Alerts that are active, of any level.</summary>
    public int ActiveAlerts { get; init; }

    /// <summary>The kinds of alerts that are critical, in the order of their names; of very many the first ones.</summary>
    public IReadOnlyList<string> CriticalAlerts { get; init; } = [];

    /// <summary>Absent unless the store shows a replay of a recording.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReplaySummary? Replay { get; init; }

    /// <summary>In order of precedence; null for a source.</summary>
    public IReadOnlyList<MemberSummary>? Members { get; init; }

    /// <summary>The member that stands for all; null unless the store is a composite of failover.</summary>
    public string? ActiveMember { get; init; }
}

/// <summary>That a store shows a replay.</summary>
/// <param name="At">About which moment of the recording, in unix seconds; null where that is not known.</param>
/// <param name="Speed">How many times as fast it goes; null where that is not known, or it has no limit.</param>
internal sealed record ReplaySummary(double? At, double? Speed)
{
    /// <summary>The summary of a store; null where it shows no replay.</summary>
    public static ReplaySummary? Of(Store store, TimeProvider time) =>
        store.Replay is { } replay ? new ReplaySummary(replay.At(time), replay.Speed is > 0 ? replay.Speed : null) : null;
}

/// <summary>A member in the summary of a composite.</summary>
internal sealed record MemberSummary(string Name, string Health, double? StaleSeconds);
