using PanelActors.Sources.Http;
using PanelActors.Stores;

namespace PanelActors.Sources.Supervision;

/// <summary>
/// The current connection of a source, and perhaps the one that is to replace it. What a message of a connection is worth follows from
/// which of the two its attempt number names.
/// </summary>
/// <param name="Status">The phase and number of the latest attempt that was current, also after its end, and the latest error.</param>
internal sealed record ConnectionPair(ConnectionStatus Status)
{
    public ConnectionPhase Phase => Status.Phase;

    public int Attempt => Status.Attempt;

    /// <summary>Number of the attempt that is to replace the current one; null where there is none.</summary>
    public int? Replacement { get; init; }

    /// <summary>When the upstream accepted the current one; null before.</summary>
    public TimeSpan? OpenedAt { get; init; }

    /// <summary>Whether the current one has brought an event that was applied.</summary>
    public bool HasApplied { get; init; }

    /// <summary>Whether the current one was asked to go on after an event.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Whether there is a current connection.</summary>
    public bool IsAlive => Phase is ConnectionPhase.Connecting or ConnectionPhase.Open;

    public bool IsCurrent(int attempt) => IsAlive && attempt == Attempt;

    public bool IsReplacement(int attempt) => attempt == Replacement;

    /// <summary>A new connection in place of all there are. The latest error stays to be seen until it is open.</summary>
    public ConnectionPair Connecting(int attempt, bool isResumed) =>
        new(Status with { Phase = ConnectionPhase.Connecting, Attempt = attempt, NextAttemptAt = null }) { IsResumed = isResumed };

    /// <summary>The replacement in place of the current connection.</summary>
    public ConnectionPair Promoted() => Connecting(Replacement!.Value, isResumed: false);

    /// <summary>The upstream accepted the current connection.</summary>
    public ConnectionPair Opened(FeedFault fault, Moment moment) => Faulty(fault, moment) with { OpenedAt = moment.Now };

    /// <summary>The current connection is open, and its feed has <paramref name="fault"/>, if any.</summary>
    public ConnectionPair Faulty(FeedFault fault, Moment moment) => this with
    {
        Status = new ConnectionStatus(ConnectionPhase.Open, Attempt, fault.Text)
        {
            LastErrorAt = fault.Text is null ? null : moment.UtcNow,
            LastErrorKind = fault.Text is null ? null : ConnectionStatus.FeedFaultKind,
        },
    };

    /// <summary>A connection is over: the error is its end, beside <paramref name="fault"/>.</summary>
    public ConnectionPair Ended(ConnectionPhase next, ConnectionEnd end, FeedFault fault, Moment moment, TimeSpan? wait = null) => this with
    {
        Status = new ConnectionStatus(next, Attempt, fault.Beside(end.Text))
        {
            LastErrorAt = moment.UtcNow,
            LastErrorKind = end.Reason,
            NextAttemptAt = moment.UtcNow + wait,
        },
    };
}
