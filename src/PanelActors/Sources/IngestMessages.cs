using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Sources.Http;

namespace PanelActors.Sources;

/// <summary>What one network read brought, on its way to the state. The receiver answers with <see cref="BatchAck"/>.</summary>
/// <param name="Attempt">The connection it came on.</param>
/// <param name="Supervisor">Who is to hear what became of it.</param>
/// <param name="Events">The events, in order.</param>
/// <param name="LastEventId">The event id in force after it, from this connection or the ones before; null where there is none, or one that cannot be sent back.</param>
/// <param name="Retry">The stream's latest <c>retry:</c>, where this read held one.</param>
/// <param name="Bytes">Bytes read.</param>
internal sealed record EventBatch(
    int Attempt, IActorRef Supervisor, IReadOnlyList<PanelEvent> Events, EventId? LastEventId, TimeSpan? Retry, int Bytes)
{
    /// <summary>The present by the upstream's clock when it was read; null where nobody knows.</summary>
    public DateTimeOffset? UpstreamNow { get; init; }

    /// <summary>What the feed speaks; <see cref="Dialect.Auto"/> while no event has shown it.</summary>
    public Dialect Dialect { get; init; }
}

/// <summary>The answer to a batch: the next one may come.</summary>
internal sealed class BatchAck
{
    /// <summary>The one there is.</summary>
    public static readonly BatchAck Instance = new();

    private BatchAck()
    {
    }
}

/// <summary>A stream of batches begins; answered with <see cref="BatchAck"/>.</summary>
/// <param name="Attempt">The connection it is of.</param>
/// <param name="ResumedAfter">The event id after which the feed was asked to go on; null where it was asked to begin anew.</param>
/// <param name="IsReplacement">Whether the connection before it goes on until this one brings something.</param>
internal sealed record BatchesStarted(int Attempt, EventId? ResumedAfter = null, bool IsReplacement = false);

/// <summary>A stream of batches is over.</summary>
/// <param name="Attempt">The connection it was of.</param>
/// <param name="Taken">To be completed when every batch before this was dealt with.</param>
internal sealed record BatchesEnded(int Attempt, TaskCompletionSource Taken)
{
    /// <summary>Whether the connection broke, so that more may have been on its way.</summary>
    public bool IsBroken { get; init; }
}

/// <summary>A batch became part of the state.</summary>
/// <param name="Attempt">The connection it came on.</param>
/// <param name="Applied">Events of it that changed the state.</param>
/// <param name="LastEventId">As in the batch.</param>
/// <param name="Retry">As in the batch.</param>
/// <param name="NeedFull">Whether the state needs a baseline after it.</param>
/// <param name="FullCount">Baselines taken so far.</param>
/// <param name="MayBeBacklog">Whether the need may be nothing but a replayed backlog.</param>
/// <param name="DiffsDropped">Diffs of the batch that were dropped.</param>
internal sealed record BatchApplied(
    int Attempt, int Applied, EventId? LastEventId, TimeSpan? Retry, bool NeedFull, long FullCount,
    bool MayBeBacklog = false, int DiffsDropped = 0)
{
    /// <summary>Events in it, applied or not; comments are none.</summary>
    public int Events { get; init; }

    /// <summary>Changes in it that were applied and never were before.</summary>
    public int News { get; init; }

    /// <summary>A fault of the feed that asking again does not mend, for people; null where it showed none.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether asking for a baseline would only bring the same again, so that the next time should be as late as possible.</summary>
    public bool ResyncIsFutile { get; init; }
}

/// <summary>The state needs a new baseline for a reason that its connection found out.</summary>
internal sealed record RaiseNeed(string Reason);

/// <summary>From now on a feed that was to go on after an event may bring none for this long.</summary>
internal sealed record RetuneIngest(TimeSpan ResumeTimeout);

/// <summary>What came of fetching a baseline: the event, or the outcome and why.</summary>
internal sealed record FullFetched(PanelFullEvent? Full, string? Outcome, string? Text);

/// <summary>A connection to be made.</summary>
internal sealed record ConnectionPlan(int Attempt, UpstreamRequest Request)
{
    /// <summary>Whether the connection before it goes on until this one brings something.</summary>
    public bool IsReplacement { get; init; }
}

/// <summary>The upstream accepted.</summary>
internal sealed record ConnectionOpened(int Attempt);

/// <summary>A connection is over; the sender is of no further use.</summary>
internal sealed record ConnectionEnded(int Attempt, ConnectionEnd End);

/// <summary>Asks a source's ingest to get a new baseline.</summary>
internal sealed record FetchFull(string Reason);

/// <summary>Asks a source's ingest to connect afresh, also where it had stopped for good.</summary>
internal sealed record StartSource
{
    /// <summary>The one there is.</summary>
    public static readonly StartSource Instance = new();
}
