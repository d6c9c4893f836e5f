using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Sources;

/// <summary>Which connection's batches count, and what the first of them show of the feed. An immutable value.</summary>
internal sealed record IncomingStream
{
    public static readonly IncomingStream None = new();

    private IncomingStream()
    {
    }

    /// <summary>Number of the connection whose batches count; 0 before the first.</summary>
    public int Attempt { get; private init; }

    /// <summary>The event id after which the feed was asked to go on, until a batch shows another one.</summary>
    public EventId? ResumedAfter { get; private init; }

    /// <summary>Whether the connection has brought an event.</summary>
    public bool HasEvents { get; private init; }

    /// <summary>Whether another connection may yet take its place.</summary>
    public bool IsBeingReplaced => Replacement is not null;

    private BatchesStarted? Replacement { get; init; }

    /// <summary>The stream that was like this.</summary>
    public static IncomingStream Restored(int attempt, EventId? resumedAfter, bool hasEvents) =>
        new() { Attempt = attempt, ResumedAfter = resumedAfter, HasEvents = hasEvents };

    /// <summary>The stream once a connection begins. A replacement may yet be refused while the connection before it goes on.</summary>
    public IncomingStream After(BatchesStarted started)
    {
        if (started.Attempt <= Attempt) return this;
        return started.IsReplacement ? this with { Replacement = started } : Of(started);
    }

    /// <summary>The stream once <paramref name="batch"/> comes: a replacement counts from the first batch that it brings.</summary>
    public IncomingStream After(EventBatch batch) =>
        Replacement is { } replacement && replacement.Attempt == batch.Attempt ? Of(replacement) : this;

    /// <summary>
    /// The stream once <paramref name="batch"/> is judged, and what it means for <paramref name="state"/> before any of it is applied, so
    /// that a baseline in it answers the need at once.
    /// </summary>
    public (IncomingStream Next, PanelState State) Judge(EventBatch batch, PanelState state)
    {
        var next = this;
        if (ResumedAfter is { } asked && batch.LastEventId != asked)
        {
            next = next with { ResumedAfter = null };
            if (batch.LastEventId?.IsBelow(asked) == true) state = state.RaiseNeed(ResyncNeed.ResumeFailed);
        }

        if (!HasEvents && batch.Events.Count > 0)
        {
            next = next with { HasEvents = true };
            // The first event of a relay is a hello. The health that a relay reported does not apply to another feed.
            var isRelay = batch.Events[0] is RelayStatusEvent or UnknownEvent { Name: EventTypes.Hello };
            if (!isRelay) state = state.WithUpstreamHealth(null);
        }

        return (next, state);
    }

    private static IncomingStream Of(BatchesStarted started) => new() { Attempt = started.Attempt, ResumedAfter = started.ResumedAfter };
}
