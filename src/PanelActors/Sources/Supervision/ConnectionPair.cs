using PanelActors.Stores;

namespace PanelActors.Sources.Supervision;

/// <summary>
/// The current connection of a source, and perhaps the one that is to replace it. What a message of a connection is worth follows from which
/// of the two its attempt number names.
/// </summary>
internal sealed record ConnectionPair
{
    /// <summary>Number of the latest attempt that was current; it stays after its end. 0 before the first.</summary>
    public int Attempt { get; init; }

    public ConnectionPhase Phase { get; init; } = ConnectionPhase.Stopped;

    /// <summary>Number of the attempt that is to replace the current one; null where there is none.</summary>
    public int? Replacement { get; init; }

    /// <summary>When the upstream accepted the current one; null before.</summary>
    public TimeSpan? OpenedAt { get; init; }

    /// <summary>Whether the current one has brought an event that was applied.</summary>
    public bool HasApplied { get; init; }

    /// <summary>Whether the current one was asked to go on after an event.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Why the latest one ended, for people; null once one is open that has no fault.</summary>
    public string? LastError { get; init; }

    public ConnectionStatus Status => new(Phase, Attempt, LastError);

    /// <summary>Whether there is a current connection.</summary>
    public bool IsAlive => Phase is ConnectionPhase.Connecting or ConnectionPhase.Open;

    public bool IsCurrent(int attempt) => IsAlive && attempt == Attempt;

    public bool IsReplacement(int attempt) => attempt == Replacement;

    /// <summary>A new connection in place of all there are.</summary>
    public ConnectionPair Connecting(int attempt, bool isResumed) =>
        new() { Attempt = attempt, Phase = ConnectionPhase.Connecting, IsResumed = isResumed, LastError = LastError };

    /// <summary>The replacement in place of the current connection.</summary>
    public ConnectionPair Promoted() => Connecting(Replacement!.Value, isResumed: false);

    /// <summary>The upstream accepted the current connection.</summary>
    public ConnectionPair Opened(TimeSpan now, string? fault) => this with { Phase = ConnectionPhase.Open, OpenedAt = now, LastError = fault };

    /// <summary>The current connection is over.</summary>
    public ConnectionPair Ended(ConnectionPhase next, string lastError) => this with { Phase = next, LastError = lastError };
}
