using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Protocol;
using PanelActors.Sources;
using PanelActors.Sources.Supervision;
using PanelActors.State;
using PanelActors.Telemetry;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tests.State;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Sources;

public sealed class PanelStateActorTests : TestKit
{
    private const string Full = """{"type":"full","payload":{"status":{"a":1}},"generation":5}""";
    private const string Diff = """{"type":"diff","payload":{"diff":{"b":2}},"generation":5}""";

    private readonly FakeTimeProvider _time = new(Applying.Start);
    private readonly StoreBoard _board = new("feed");
    private readonly SourceMetrics _metrics = new("feed", null);
    private readonly TestProbe _stream;
    private readonly TestProbe _supervisor;
    private readonly IActorRef _actor;

    public PanelStateActorTests()
    {
        _stream = CreateTestProbe();
        _supervisor = CreateTestProbe();
        _actor = Sys.ActorOf(Props.Create(() => new PanelStateActor(
            _board, new StateLimits(), _time, _metrics, new LogThrottle(_time, TimeSpan.FromMinutes(1)), NullLogger.Instance)));
        Start(1);
    }

    [Fact]
    public void It_shows_at_once_that_it_knows_nothing()
    {
        _board.Current.Version.ShouldBe(1);
        _board.Current.State.ShouldBe(PanelState.Initial);
    }

    [Fact]
    public void A_batch_is_applied_as_a_whole_shown_once_reported_and_answered_once()
    {
        Send(1, [Full, Diff, """{"type":"nonsense"}""", Diff], lastEventId: "42", retry: TimeSpan.FromSeconds(5));
        _stream.ExpectMsg<BatchAck>();
        var applied = new BatchApplied(1, 3, EventId.Of("42"), TimeSpan.FromSeconds(5), NeedsBaseline: false, FullCount: 1);
        _supervisor.ExpectMsg<BatchApplied>().ShouldBe(applied with { Events = 4, News = 2 });
        _board.Current.Version.ShouldBe(2);
        _board.Current.State.Status!.ToString().ShouldBe("""{"a":1,"b":2}""");
        (_board.Current.State.UiGeneration, _board.Current.State.LastEvent).ShouldBe((3, Applying.Start));
        Settle();
    }

    [Fact]
    public void Every_batch_has_its_own_ack_and_its_own_time()
    {
        Send(1, [Full]);
        _stream.ExpectMsg<BatchAck>();
        _time.Advance(TimeSpan.FromSeconds(3));
        Send(1, [Diff]);
        Send(1, [Diff]);
        for (var i = 0; i < 2; i++) _stream.ExpectMsg<BatchAck>();
        Settle();
        (_board.Current.Version, _board.Current.State.LastFull, _board.Current.State.LastDiff)
            .ShouldBe((4, Applying.Start, Applying.Start.AddSeconds(3)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"type":"hello"}""")]
    public void A_batch_that_changes_nothing_is_answered_and_reported_but_not_shown(string? only)
    {
        Send(1, only is null ? [] : [only], lastEventId: "7");
        _stream.ExpectMsg<BatchAck>();
        _supervisor.ExpectMsg<BatchApplied>()
            .ShouldBe(new BatchApplied(1, 0, EventId.Of("7"), null, NeedsBaseline: true, FullCount: 0) { Events = only is null ? 0 : 1 });
        _board.Current.Version.ShouldBe(1);
    }

    [Fact]
    public void A_batch_of_a_connection_that_was_given_up_is_dropped_but_answered()
    {
        Start(3);
        Start(2);
        foreach (var attempt in new[] { 1, 2, 4 })
        {
            Send(attempt, [Full]);
            _stream.ExpectMsg<BatchAck>();
        }

        Settle();
        _supervisor.HasMessages.ShouldBeFalse();
        (_board.Current.Version, _metrics.Events["panel_full"]).ShouldBe((1, 0));

        Send(3, [Full]);
        _supervisor.ExpectMsg<BatchApplied>().Attempt.ShouldBe(3);
    }

    [Fact]
    public void State_outlives_the_connection_it_came_on()
    {
        Send(1, [Full]);
        _actor.Tell(new BatchesEnded(1, new TaskCompletionSource()), _stream);
        _stream.ExpectMsg<BatchAck>();
        Start(2);
        Send(2, [Diff]);
        _stream.ExpectMsg<BatchAck>();
        _board.Current.State.Status!.ToString().ShouldBe("""{"a":1,"b":2}""");
    }

    [Fact]
    public async Task The_end_of_a_stream_is_confirmed_after_everything_before_it()
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(1, [Full]);
        _actor.Tell(new BatchesEnded(1, taken), _stream);
        await taken.Task.WaitAsync(ScriptedUpstream.Patience);
        _supervisor.HasMessages.ShouldBeTrue();
        _board.Current.State.FullCount.ShouldBe(1);
    }

    [Fact]
    public void A_request_raises_the_need_where_all_can_see_it()
    {
        Send(1, [Full]);
        _stream.ExpectMsg<BatchAck>();
        _actor.Tell(new RaiseNeed("operator"));
        _actor.Tell(new RaiseNeed("operator"));
        Settle();
        _board.Current.State.Need.Reasons.ShouldBe(["operator"]);
        _board.Current.Version.ShouldBe(3);
        (_board.Current.State.UiGeneration, _board.Current.State.LastEvent).ShouldBe((1, Applying.Start));
        Send(1, [Diff]);
        _supervisor.ExpectMsg<BatchApplied>().NeedsBaseline.ShouldBeFalse();
        _supervisor.ExpectMsg<BatchApplied>().NeedsBaseline.ShouldBeTrue();
    }

    [Fact]
    public void Everything_is_counted_under_its_type_and_reason()
    {
        const string replay = """{"type":"followup_alert","payload":{"ts":1}}""";
        const string malformed = """{"type":"diff","payload":{"diff":[]}}""";
        Send(1, [Diff, Full, Diff, Diff, malformed, replay, replay, """{"type":"x"}""", "{", "{", """{"type":"severity_counts"}"""]);
        _stream.ExpectMsg<BatchAck>();
        string.Join(" ", EventTypes.Known.Append(EventTypes.Unknown).Select(type => $"{type}={_metrics.Events[type]}"))
            .ShouldBe("panel_full=1 panel_diff=4 severity_counts=0 severity_state=0 followup_alert=2 unknown=1");
        _metrics.Dropped["panel_diff", "no_baseline"].ShouldBe(1);
        _metrics.Dropped["panel_diff", "malformed_diff"].ShouldBe(1);
        _metrics.Dropped["followup_alert", "replay"].ShouldBe(1);
        _metrics.Dropped["unknown", "unknown"].ShouldBe(1);
        _metrics.Errors["bad_json"].ShouldBe(2);
        _metrics.Errors["no_payload"].ShouldBe(1);
    }

    // A batch whose list cannot be read stands in for any failure inside.
    [Fact]
    public void After_a_failure_it_shows_that_it_knows_nothing()
    {
        Send(1, [Full]);
        _stream.ExpectMsg<BatchAck>();
        var shown = _board.Current;
        shown.State.Status.ShouldNotBeNull();

        _actor.Tell(new EventBatch(1, _supervisor, null!, null, null, 0), _stream);
        Settle();
        _board.Current.Version.ShouldBe(shown.Version + 1);
        _board.Current.State.ShouldBe(PanelState.Initial);
        Send(2, [Full]);
        _stream.ExpectMsg<BatchAck>();
        _board.Current.State.Status.ShouldBeNull("attempt 2 has not begun");
    }

    private void Start(int attempt)
    {
        _actor.Tell(new BatchesStarted(attempt), _stream);
        _stream.ExpectMsg<BatchAck>();
    }

    private void Send(int attempt, string[] events, string? lastEventId = null, TimeSpan? retry = null)
    {
        var decoded = events.Select(data => Feed.Decode(data)).ToList();
        _actor.Tell(new EventBatch(attempt, _supervisor, decoded, EventId.Of(lastEventId), retry, 100), _stream);
    }

    /// <summary>Waits until the actor has dealt with all that was sent; the stream has heard nothing but what the test took.</summary>
    private void Settle()
    {
        _stream.HasMessages.ShouldBeFalse();
        var last = CreateTestProbe();
        _actor.Tell(new BatchesStarted(0), last);
        last.ExpectMsg<BatchAck>();
        _stream.HasMessages.ShouldBeFalse();
    }
}
