using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Telemetry;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tests.State;

namespace PanelActors.Tests.Sources;

/// <summary>A state of the previous run, and feeds that go on with it or do not.</summary>
public sealed class ResumingTests : TestKit
{
    private const string Full = """{"type":"full","payload":{"status":{"a":9}},"generation":5}""";
    private const string Diff = """{"type":"diff","payload":{"diff":{"b":2}},"generation":5}""";

    private readonly StoreBoard _board = new("feed");
    private readonly TestProbe _probe;
    private readonly IActorRef _actor;

    public ResumingTests()
    {
        _probe = CreateTestProbe();
        var (board, time) = (_board, new FakeTimeProvider(Applying.Start.AddHours(1)));
        _actor = Sys.ActorOf(Props.Create(() => new PanelStateActor(
            board, new StateLimits(), time, new SourceMetrics("feed", null), new LogThrottle(time, TimeSpan.FromMinutes(1)),
            NullLogger.Instance)));
    }

    [Fact]
    public void A_restored_state_is_shown_as_it_was_with_its_event()
    {
        var state = Applying.WithBaseline().State;
        _actor.Tell(new RestoreState(state, EventId.Of("41")));
        Start(1, "41");
        (_board.Current.State, _board.Current.LastEventId).ShouldBe((state, EventId.Of("41")));
    }

    [Fact]
    public void State_and_event_are_shown_together()
    {
        Restore();
        Send("42", Diff);
        (Shown("b"), _board.Current.LastEventId).ShouldBe(("2", EventId.Of("42")));

        Send("43", """{"type":"hello"}""");
        _board.Current.LastEventId.ShouldBe(EventId.Of("42"), "the state of then is that of 42 too");
        _actor.Tell(new RaiseNeed("operator"));
        Send("44", Diff);
        (_board.Current.State.DiffAppliedCount, _board.Current.LastEventId).ShouldBe((2, EventId.Of("44")));
    }

    [Fact]
    public void After_a_failure_the_state_of_the_previous_run_is_not_restored_again()
    {
        Restore();
        _actor.Tell(new EventBatch(1, Nobody.Instance, null!, null, null, 0), _probe);
        Start(2, null);
        (_board.Current.State, _board.Current.LastEventId).ShouldBe((PanelState.Initial, null));
    }

    [Theory]
    [InlineData("42", false)]
    [InlineData("100", false)]
    [InlineData("041", false)]
    [InlineData("40", true)]
    [InlineData("1", true)]
    [InlineData("0", true)]
    [InlineData("a40", false)]
    [InlineData("-1", false)]
    [InlineData("99999999999999999999999", false)]
    public void A_feed_that_sends_an_older_event_than_it_was_asked_for_did_not_resume(string id, bool failed)
    {
        Restore();
        Send(id, Diff);
        _board.Current.State.Need.Reasons.ShouldBe(failed ? ["resume_failed"] : []);
    }

    [Fact]
    public void A_baseline_in_the_same_read_makes_up_for_it()
    {
        Restore();
        Send("1", Full);
        (_board.Current.State.Need.IsNeeded, Shown("a")).ShouldBe((false, "9"));
    }

    [Fact]
    public void A_read_without_events_proves_nothing_yet()
    {
        Restore();
        Send("41");
        Send("3", Diff);
        _board.Current.State.Need.LastReason.ShouldBe("resume_failed");
    }

    [Fact]
    public void Only_the_first_events_of_a_connection_are_judged()
    {
        Restore();
        Send("42", Diff);
        Send("3", Diff);
        _board.Current.State.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public void A_feed_that_was_not_asked_to_resume_may_number_its_events_as_it_likes()
    {
        Restore();
        Start(2, null);
        Send("0", 2, Full);
        Send("3", 2, Diff);
        _board.Current.State.Need.IsNeeded.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false, false, "", true)]
    [InlineData(true, false, "", true)]
    [InlineData(true, false, "a b a", true)]
    [InlineData(true, true, "a", true)]
    [InlineData(true, true, "", false)]
    [InlineData(false, true, "", false)]
    [InlineData(false, false, "a", false)]
    [InlineData(true, false, "a a", false)]
    [InlineData(true, false, "1 2 3 4 5 6 7 8 9 10", true)]
    [InlineData(true, false, "1 2 3 4 5 6 7 8 9 10 11", false)]
    public void Only_a_need_that_can_be_is_restored(bool isNeeded, bool mayBeBacklog, string reasons, bool can)
    {
        ImmutableArray<string> list = [.. reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var need = ResyncNeed.Restore(isNeeded, list, mayBeBacklog);
        (need is not null).ShouldBe(can);
        if (need is null) return;
        (need.IsNeeded, need.MayBeBacklog).ShouldBe((isNeeded, mayBeBacklog));
        need.Reasons.ShouldBe(list);
    }

    private string? Shown(string panel) => _board.Current.State.Status?.Find(PanelActors.Tree.PanelKey.Of(panel))?.ToString();

    private void Restore()
    {
        _actor.Tell(new RestoreState(Applying.WithBaseline().State, EventId.Of("41")));
        Start(1, "41");
    }

    private void Start(int attempt, string? resumedAfter)
    {
        _actor.Tell(new BatchesStarted(attempt, EventId.Of(resumedAfter)), _probe);
        _probe.ExpectMsg<BatchAck>();
    }

    private void Send(string id, params string[] events) => Send(id, 1, events);

    private void Send(string id, int attempt, params string[] events)
    {
        var decoded = events.Select(data => Feed.Decode(data)).ToList();
        _actor.Tell(new EventBatch(attempt, Nobody.Instance, decoded, EventId.Of(id), null, 100), _probe);
        _probe.ExpectMsg<BatchAck>();
    }
}
