using System.Text;
using Akka.Actor;
using Akka.Streams.Dsl;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Sources;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Sources;

/// <summary>The way from bytes to a state that takes its time.</summary>
public sealed class IngestGraphTests : TestKit
{
    private const string Break = "broken";

    private static readonly TaskCompletionSource<bool> Unanswered = new();

    private readonly SourceMetrics _metrics = new("feed", null);
    private readonly TaskCompletionSource _bytesEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SourceConnection _source = new(TimeProvider.System);
    private readonly TestProbe _supervisor;
    private readonly TestProbe _state;

    public IngestGraphTests() : base("akka.loglevel = OFF")
    {
        _supervisor = CreateTestProbe();
        _state = CreateTestProbe();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_read_before_the_end_reaches_the_state_before_the_end_is_told(bool breaks)
    {
        string[] reads = [Sse.Full(1, 5, """{"p":1}"""), Sse.Diff(2, 5, """{"p":2}"""), Sse.Diff(3, 5, """{"p":3}""")];
        Connect(breaks ? Bytes([.. reads, Break]) : Bytes(reads));
        Next<BatchesStarted>().Attempt.ShouldBe(4);
        _supervisor.ExpectMsg(new ConnectionOpened(4), ScriptedUpstream.Patience);
        await _bytesEnded.Task.WaitAsync(ScriptedUpstream.Patience);

        foreach (var id in new[] { "1", "2", "3" })
        {
            _state.Reply(BatchAck.Instance);
            Next<EventBatch>().LastEventId.ShouldBe(EventId.Of(id));
        }

        _state.Reply(BatchAck.Instance);
        var ended = Next<BatchesEnded>();
        _supervisor.HasMessages.ShouldBeFalse("the state has not taken everything yet");
        ended.IsBroken.ShouldBe(breaks);
        ended.Taken.SetResult();
        _supervisor.ExpectMsg<ConnectionEnded>(ScriptedUpstream.Patience).End.Reason.ShouldBe(breaks ? "io" : "closed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_state_hears_that_a_connection_broke_or_was_given_up(bool breaks)
    {
        var broken = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        var connection = Connect(Source.FromTask(broken.Task).MapMaterializedValue(_ => (Task)Unanswered.Task));
        Next<BatchesStarted>();
        _state.Reply(BatchAck.Instance);
        if (breaks) broken.SetException(new IOException("broken"));
        else Sys.Stop(connection);
        var ended = Next<BatchesEnded>();
        (ended.Attempt, ended.IsBroken).ShouldBe((4, true));
    }

    [Fact]
    public void A_batch_tells_the_dialect_once_an_event_has_shown_it_and_no_id_of_a_feed_that_cannot_go_on_after_one()
    {
        Connect(Bytes(Sse.Comment(), $"id: 7\n{Summary.Hello()}", Summary.Heartbeat()), lastEventId: "41");
        Next<BatchesStarted>();
        foreach (var (dialect, id) in new[] { (Dialect.Auto, "41"), (Dialect.Summary, null), (Dialect.Summary, (string?)null) })
        {
            _state.Reply(BatchAck.Instance);
            var batch = Next<EventBatch>();
            (batch.Dialect, batch.LastEventId).ShouldBe((dialect, EventId.Of(id)));
        }

        _source.Dialect.ShouldBe(Dialect.Summary);
    }

    [Fact]
    public void A_batch_tells_its_events_its_retry_and_its_bytes()
    {
        var read = "retry: 5000\n: hi\n\n" + Sse.Full(1, 5, "{}") + Sse.Counts(2, 1, 2, 3);
        Connect(Bytes(read));
        Next<BatchesStarted>();
        _state.Reply(BatchAck.Instance);
        var batch = Next<EventBatch>();
        batch.Attempt.ShouldBe(4);
        batch.Supervisor.ShouldBe(_supervisor.Ref);
        batch.Events.Select(panelEvent => panelEvent.Type).ShouldBe([EventTypes.PanelFull, EventTypes.SeverityCounts]);
        batch.LastEventId.ShouldBe(EventId.Of("2"));
        batch.Retry.ShouldBe(TimeSpan.FromSeconds(5));
        batch.Bytes.ShouldBe(read.Length);
        _metrics.Bytes.ShouldBe(read.Length);
    }

    [Fact]
    public void The_id_that_was_resumed_after_stays_in_force()
    {
        Connect(Bytes(Sse.Comment()), lastEventId: "41");
        Next<BatchesStarted>().ResumedAfter.ShouldBe(EventId.Of("41"));
        _state.Reply(BatchAck.Instance);
        Next<EventBatch>().LastEventId.ShouldBe(EventId.Of("41"));
    }

    private T Next<T>() => _state.ExpectMsg<T>(ScriptedUpstream.Patience);

    private Source<ReadOnlyMemory<byte>, Task> Bytes(params string[] reads) =>
        Source.From(reads)
            .Select(static read => read == Break ? throw new IOException(read) : new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(read)))
            .WatchTermination((_, ended) => ended.ContinueWith(_ => _bytesEnded.TrySetResult(), TaskScheduler.Default))
            .MapMaterializedValue(_ => Task.CompletedTask);

    private IActorRef Connect(Source<ReadOnlyMemory<byte>, Task> bytes, string? lastEventId = null)
    {
        var settings = new IngestSettings(
            "feed", new UpstreamRequest(new Uri("http://127.0.0.1:9/")), DiffForm.Auto, new LimitsOptions(), new ReconnectOptions(),
            new ResyncOptions());
        var plan = new ConnectionPlan(4, settings.Request with { LastEventId = EventId.Of(lastEventId) });
        var connection = _source;
        var graph = IngestGraph.Create(settings, plan, bytes, connection, _metrics, _supervisor.Ref, _state.Ref);
        return _supervisor.ChildActorOf(Props.Create(() => new ConnectionActor(graph, 4, connection, settings)));
    }
}
