using PanelActors.Sources.Http;

namespace PanelActors.Sources;

/// <summary>
/// One thing that comes to a source, at its time. A closed set: the state of a source follows from these alone, in their order.
/// </summary>
/// <param name="At">When it came, by the clock here.</param>
internal abstract record SourceItem(DateTimeOffset At)
{
    /// <summary>Where the source stands by now.</summary>
    /// <param name="At">When.</param>
    /// <param name="Source">Where.</param>
    /// <param name="IsContinued">Whether the items before it lead there.</param>
    public sealed record Mark(DateTimeOffset At, SourceMark Source, bool IsContinued = false) : SourceItem(At);

    /// <summary>A connection begins.</summary>
    public sealed record Started(DateTimeOffset At, BatchesStarted Begin) : SourceItem(At);

    /// <summary>A connection was answered.</summary>
    public sealed record Answered(DateTimeOffset At, int Attempt, ResponseHead Head) : SourceItem(At);

    /// <summary>A connection brought bytes, as they came.</summary>
    /// <param name="At">When they were applied.</param>
    /// <param name="Attempt">The connection.</param>
    /// <param name="Bytes">What one read brought.</param>
    /// <param name="Ahead">How far the upstream's clock is ahead; null where it is not known.</param>
    public sealed record Read(DateTimeOffset At, int Attempt, ReadOnlyMemory<byte> Bytes, TimeSpan? Ahead) : SourceItem(At);

    /// <summary>A baseline was fetched beside the stream.</summary>
    /// <param name="At">When it was applied.</param>
    /// <param name="Attempt">The connection at that time.</param>
    /// <param name="Document">What came.</param>
    /// <param name="Position">The event id in force.</param>
    /// <param name="Ahead">How far the upstream's clock is ahead; null where it is not known.</param>
    public sealed record Fetched(DateTimeOffset At, int Attempt, BaselineDocument Document, EventId? Position, TimeSpan? Ahead)
        : SourceItem(At);

    /// <summary>The state needs a baseline, for a reason.</summary>
    public sealed record Need(DateTimeOffset At, string Reason) : SourceItem(At);

    /// <summary>A feed that replays its history has paused, so that what it sent is shown.</summary>
    public sealed record Paused(DateTimeOffset At, int Attempt) : SourceItem(At);

    /// <summary>The stream of a connection is over.</summary>
    public sealed record Ended(DateTimeOffset At, int Attempt, bool IsBroken) : SourceItem(At);

    /// <summary>A connection, or the attempt at one, is over, for a reason.</summary>
    public sealed record Closed(DateTimeOffset At, int Attempt, ConnectionEnd End) : SourceItem(At);
}
