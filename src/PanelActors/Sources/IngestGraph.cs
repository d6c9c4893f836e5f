using System.Text;
using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using PanelActors.Configuration;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.Sources.Http;
using PanelActors.Telemetry;

namespace PanelActors.Sources;

/// <summary>A running connection.</summary>
/// <param name="Accepted">Completes when the upstream accepted.</param>
/// <param name="Done">
/// When the stream has ended and the state has taken all of it, completes, or fails with what the stream failed with.
/// </param>
internal sealed record RunningConnection(Task Accepted, Task Done);

/// <summary>The way of the data from the network to the state.</summary>
internal static class IngestGraph
{
    /// <summary>
    /// One connection as a graph: bytes, as <see cref="UpstreamSource.Open"/> reads them, to frames, to events, and one
    /// batch at a time to <paramref name="state"/>, whose answer is what lets the next read happen.
    /// </summary>
    public static IRunnableGraph<RunningConnection> Create(
        IngestSettings settings, ConnectionPlan plan, Source<ReadOnlyMemory<byte>, Task> bytes, SourceConnection connection,
        SourceMetrics metrics, IActorRef supervisor, IActorRef state)
    {
        var decoder = new PanelEventDecoder(settings.DiffForm, settings.Limits.MaxDepth, settings.TrustsPublishTime, settings.Dialect);
        var ended = new BatchesEnded(plan.Attempt, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return bytes
            .Via(new SseFraming(settings.Limits.MaxEventBytes, Encoding.UTF8.GetBytes(plan.Request.LastEventId?.ToString() ?? "")))
            .Select(ToBatch)
            .WatchTermination((accepted, done) => new RunningConnection(accepted, DoneAsync(done, ended.Taken.Task)))
            // A failure overtakes what is on its way, an end does not.
            .Via(Flow.Create<EventBatch>().RecoverWithRetries(EndBroken, attempts: 1))
            // Decoding the next read while the state applies this one; the bound is what keeps it from running ahead.
            .Async().AddAttributes(Attributes.CreateInputBuffer(1, 2))
            .To(Sink.ActorRefWithAck<EventBatch>(
                state, new BatchesStarted(plan.Attempt, plan.Request.LastEventId, plan.IsReplacement), BatchAck.Instance, ended,
                _ => ended with { IsBroken = true }));

        Source<EventBatch, NotUsed> EndBroken(Exception failure)
        {
            ended.IsBroken = true;
            return Source.Empty<EventBatch>();
        }

        EventBatch ToBatch(SseBatch read)
        {
            metrics.AddBytes(read.Bytes);
            var decoding = read.Trace?.Begin("decode");
            var events = decoder.Decode(read);
            decoding?.End();
            read.Trace?.EndRead(settings.Name, plan.Attempt, read.Bytes);
            // Before the state sees any of it: what a loop brings is this store's own echo.
            LoopGuard.Check(events, settings.Identity, connection);
            if (decoder.Dialect != Dialect.Auto) connection.Dialect = decoder.Dialect;
            // A feed that replays all it has at every connect cannot be asked to go on anywhere.
            var lastEventId = decoder.Dialect == Dialect.Summary ? null : EventId.PositionOf(read.LastEventId.Span);
            return new EventBatch(plan.Attempt, supervisor, events, lastEventId, read.Retry, read.Bytes)
            {
                Dialect = decoder.Dialect,
                UpstreamNow = connection.UpstreamClock.Now,
                Chunk = read.Chunk,
                IsWhole = read.IsWhole,
                Trace = read.Trace,
            };
        }
    }

    // The actor that runs the stream stops when it is done, and with it what is still on its way to the state: the last events of an
    // upstream that sends and hangs up, which may be all there will ever be of them.
    private static async Task DoneAsync(Task read, Task taken)
    {
        await Task.WhenAny(read);
        // Only what was torn down from outside leaves something behind: then nothing waits for this any more.
        await taken;
        await read;
    }
}
