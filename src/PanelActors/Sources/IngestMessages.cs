using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Sources.Http;
using PanelActors.Telemetry;

namespace PanelActors.Sources;

/// <summary>What one network read brought, on its way to the state. The receiver answers with <see cref="BatchAck"/>.</summary>
/// <param name="Attempt">The connection it came on.</param>
/// <param name="Supervisor">Gets a <see cref="Supervision.BatchApplied"/>.</param>
/// <param name="Events">The events, in order.</param>
/// <param name="LastEventId">
/// The event id in force after it, from this connection or the ones before; null where there is none, or one that cannot be sent back.
/// </param>
/// <param name="Retry">The stream's latest <c>retry:</c>, where this read held one.</param>
/// <param name="Bytes">Bytes read.</param>
internal sealed record EventBatch(
    int Attempt, IActorRef Supervisor, IReadOnlyList<PanelEvent> Events, EventId? LastEventId, TimeSpan? Retry, int Bytes)
{
    /// <summary>The present by the upstream's clock when it was read; null where that is unknown.</summary>
    public DateTimeOffset? UpstreamNow { get; init; }

    /// <summary>What the feed speaks; <see cref="Dialect.Auto"/> while no event has shown it.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>What was read, as it came; empty where it was not read from the stream.</summary>
    public ReadOnlyMemory<byte> Chunk { get; init; }

    /// <summary>Whether the read ended between two events.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>The document that the batch was fetched as; null where it is a read of the stream.</summary>
    public BaselineDocument? Document { get; init; }

    /// <summary>The trace of the read; null where it is not sampled.</summary>
    public DataTrace? Trace { get; init; }
}

/// <summary>The answer to a batch: the next one may come.</summary>
internal sealed class BatchAck
{
    public static readonly BatchAck Instance = new();

    private BatchAck()
    {
    }
}

/// <summary>A stream of batches begins; answered with <see cref="BatchAck"/>.</summary>
/// <param name="Attempt">The connection it is of.</param>
/// <param name="ResumedAfter">The event id after which the feed was asked to go on; null where it was not.</param>
/// <param name="IsReplacement">Whether the connection before it goes on until this one brings something.</param>
internal sealed record BatchesStarted(int Attempt, EventId? ResumedAfter = null, bool IsReplacement = false);

/// <summary>A stream of batches is over.</summary>
/// <param name="Attempt">The connection it was of.</param>
/// <param name="Taken">To be completed when every batch before this was dealt with.</param>
internal sealed record BatchesEnded(int Attempt, TaskCompletionSource Taken)
{
    /// <summary>Whether the connection broke, so that more may have been on its way. Not changed once this was sent.</summary>
    public bool IsBroken { get; set; }
}

/// <summary>The state needs a new baseline, for a reason that it is to show.</summary>
internal sealed record RaiseNeed(string Reason);

/// <summary>A connection to be made.</summary>
internal sealed record ConnectionPlan(int Attempt, UpstreamRequest Request)
{
    /// <summary>Whether the connection before it goes on until this one brings something.</summary>
    public bool IsReplacement { get; init; }
}
