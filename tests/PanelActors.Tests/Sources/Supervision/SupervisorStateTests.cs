using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;
using PanelActors.Stores;
using PanelActors.Tree;

namespace PanelActors.Tests.Sources.Supervision;

/// <summary>Every transition of a supervisor, as a table: in this state, after this input, these effects.</summary>
public sealed class SupervisorStateTests
{
    private const string Replaces = "reconnect full_requested; log ConnectsForBaseline; start 2 from a baseline as replacement";
    private const string Break = "show Waiting 1 (the connection was reset)";
    private const string Reconnects =
        "reconnect full_requested; log ConnectsForBaseline; stop 1; start 2 from a baseline; log Connects";

    private const string Again = "reconnect connection_reset; log Waits; Connect in 1 s";
    private const string NotFound = "show Waiting 1 (the upstream answered 404); forget path; stop 1";
    private const string Slowly = "reconnect http_404; log Waits; Connect in 30 s";
    private const string NoContent = "show Stopped 1 (the upstream answered 204: it wants no more connections); forget path; stop 1";

    private const string Loop =
        "show Waiting 1 (the upstream is a store that contains this source: leave the source out of that store, or read another one)";

    [Theory]
    [InlineData("connecting", "show Connecting 1; start 1 from a baseline; log Connects")]
    [InlineData("resuming", "show Connecting 1; start 1 after 41; log Connects")]
    [InlineData("http", "show Connecting 1; start 1; log Connects; fetch")]
    public void It_begins_with_a_connection(string state, string effects) => Supervised.In(state).Effects.ShouldBe(effects);

    [Theory]
    [InlineData("connecting", 1, "show Open 1; log IsConnected; Baseline in 10 s")]
    [InlineData("connecting", 2, "")]
    [InlineData("resuming", 1, "show Open 1; log IsConnected; Resume in 30 s")]
    [InlineData("http", 1, "show Open 1; log IsConnected")]
    [InlineData("open", 1, "")]
    [InlineData("replacing", 1, "")]
    [InlineData("replacing", 2, "show Open 2; stop 1; log IsConnected; Baseline in 10 s")]
    [InlineData("waiting", 1, "")]
    [InlineData("stopped", 1, "")]
    public void A_connection_opens(string state, int attempt, string effects) => Check(state, new ConnectionOpened(attempt), effects);

    [Theory]
    [InlineData("connecting", 1, $"{Break}; forget path; stop 1; {Again}")]
    [InlineData("connecting", 2, "")]
    [InlineData("open", 1, $"{Break}; forget path; stop 1; cancel Baseline; {Again}")]
    [InlineData("asked", 1, $"{Break}; forget path; stop 1; cancel Ask; {Again}")]
    [InlineData("silent", 1, $"{Break}; cancel Resume; forget path; stop 1; {Again}")]
    [InlineData("replacing", 1, "show Connecting 2 (the connection was reset); forget path; stop 1; reconnect connection_reset")]
    [InlineData("replacing", 2, "stop 2; resync refused; log KeepsConnection; Ask in 2 s")]
    [InlineData("waiting", 1, "")]
    [InlineData("stopped", 1, "")]
    public void A_connection_breaks(string state, int attempt, string effects) =>
        Check(state, new ConnectionEnded(attempt, ConnectionEnds.Reset), effects);

    [Theory]
    [InlineData("connecting", 1, $"{NotFound}; resync refused; {Slowly}")]
    [InlineData("http", 1, $"{NotFound}; {Slowly}")]
    [InlineData("whole", 1, $"{NotFound}; {Slowly}")]
    [InlineData("replacing", 2, "stop 2; resync refused; log KeepsConnection; Ask in 60 s")]
    public void A_connection_is_rejected(string state, int attempt, string effects) =>
        Check(state, new ConnectionEnded(attempt, ConnectionEnds.Rejected(404)), effects);

    [Theory]
    [InlineData(
        "connecting", 1, "show Waiting 1 (the upstream answered 503); forget path; stop 1; reconnect http_503; log Waits; Connect in 40 s")]
    [InlineData("replacing", 2, "stop 2; resync refused; log KeepsConnection; Ask in 40 s")]
    public void The_upstream_asks_for_a_wait(string state, int attempt, string effects) =>
        Check(state, new ConnectionEnded(attempt, ConnectionEnds.Busy(503, TimeSpan.FromSeconds(40))), effects);

    [Fact]
    public void A_wait_that_the_upstream_asks_for_does_not_shorten_the_cooldown() => Check(
        "replacing", new ConnectionEnded(2, ConnectionEnds.Busy(503, TimeSpan.FromSeconds(1))),
        "stop 2; resync refused; log KeepsConnection; Ask in 2 s");

    [Fact]
    public void Where_the_need_has_passed_another_connection_that_fails_is_not_followed_by_one() =>
        Supervised.In("replacing").After(Supervised.Batch(1)).After(new ConnectionEnded(2, ConnectionEnds.Reset)).Effects
            .ShouldBe("stop 2; resync refused; log KeepsConnection");

    [Theory]
    [InlineData("connecting", 1, $"{NoContent}; resync refused; log Stops")]
    [InlineData("whole", 1, $"{NoContent}; log Stops")]
    [InlineData("replacing", 2, "stop 2; resync refused; log KeepsConnection; Ask in 60 s")]
    public void The_upstream_wants_no_more_connections(string state, int attempt, string effects) =>
        Check(state, new ConnectionEnded(attempt, ConnectionEnds.NoContent), effects);

    [Theory]
    [InlineData("whole", 1, $"{Loop}; forget path; stop 1; reconnect loop; log Waits; Connect in 30 s")]
    [InlineData("replacing", 2, $"{Loop}; stop 2; resync refused; forget path; stop 1; reconnect loop; log Waits; Connect in 30 s")]
    public void A_loop_ends_both_connections(string state, int attempt, string effects) =>
        Check(state, new ConnectionEnded(attempt, ConnectionEnds.Loop), effects);

    [Theory]
    [InlineData("connecting", 1, "show Open 1; log IsConnected; Baseline in 10 s; cancel Baseline; resync fulfilled")]
    [InlineData("connecting", 2, "")]
    [InlineData("open", 1, "cancel Baseline; resync fulfilled")]
    [InlineData("silent", 1, "cancel Resume")]
    [InlineData("whole", 1, "")]
    [InlineData("replacing", 1, "")]
    [InlineData("waiting", 1, "")]
    [InlineData("stopped", 1, "")]
    [InlineData("http", 1, "resync fulfilled")]
    [InlineData("none", 1, "")]
    public void A_batch_leaves_the_state_whole(string state, int attempt, string effects) =>
        Check(state, Supervised.Batch(attempt), effects);

    [Theory]
    [InlineData("whole", 1, "")]
    [InlineData("replacing", 1, "resync fulfilled; stop 2")]
    [InlineData("replacing", 2, "show Open 2; stop 1; log IsConnected; Baseline in 10 s; cancel Baseline; resync fulfilled")]
    public void A_batch_brings_another_baseline(string state, int attempt, string effects) =>
        Check(state, Supervised.Batch(attempt) with { FullCount = 2 }, effects);

    [Theory]
    [InlineData("open", "cancel Baseline; resync fulfilled; Ask in 2 s")]
    [InlineData("whole", Replaces)]
    [InlineData("asked", "")]
    [InlineData("replacing", "")]
    [InlineData("waiting", "")]
    [InlineData("none", "")]
    public void A_batch_leaves_a_need(string state, string effects) =>
        Check(state, Supervised.Batch(1) with { NeedsBaseline = true, DiffsDropped = 1 }, effects);

    [Theory]
    [InlineData("open", 3, "cancel Baseline; resync fulfilled")]
    [InlineData("whole", 3, "Ask in 2 s")]
    [InlineData("whole", 0, "")]
    public void A_batch_leaves_what_may_be_a_backlog(string state, int dropped, string effects) =>
        Check(state, Supervised.Batch(1) with { NeedsBaseline = true, MayBeBacklog = true, DiffsDropped = dropped }, effects);

    [Theory]
    [InlineData("whole", "show Open 1 (raise it); Ask in 60 s")]
    [InlineData("asked", "show Open 1 (raise it)")]
    [InlineData("waiting", "Ask in 60 s")]
    public void A_batch_shows_a_fault_that_no_request_mends(string state, string effects) =>
        Check(state, Supervised.Batch(1) with { NeedsBaseline = true, Fault = "raise it", ResyncIsFutile = true }, effects);

    [Theory]
    [InlineData("connecting", "log WillAsk")]
    [InlineData("resuming", $"show Connecting 2; log WillAsk; {Reconnects}")]
    [InlineData("open", "log WillAsk")]
    [InlineData("whole", $"log WillAsk; {Replaces}")]
    [InlineData("asked", "log WillAsk")]
    [InlineData("replacing", "log WillAsk")]
    [InlineData("waiting", "log WillAsk")]
    [InlineData("stopped", "resync refused; log CannotAsk")]
    [InlineData("http", "log WillAsk")]
    [InlineData("none", "resync refused; log CannotAsk")]
    public void A_baseline_is_asked_for(string state, string effects) => Check(state, new RequestResync("test"), effects);

    [Theory]
    [InlineData("connecting", "show Connecting 2; stop 1; start 2 from a baseline; log Connects")]
    [InlineData("whole", "show Connecting 2; stop 1; start 2 after 7; log Connects")]
    [InlineData("asked", "show Connecting 2; cancel Ask; stop 1; start 2 from a baseline; log Connects")]
    [InlineData("replacing", "show Connecting 3; stop 2; stop 1; start 3 from a baseline; log Connects")]
    [InlineData("waiting", "show Connecting 2 (the connection was reset); cancel Connect; start 2 after 7; log Connects")]
    [InlineData("stopped", "show Connecting 2 (the upstream answered 204: it wants no more connections); start 2 after 7; log Connects")]
    public void The_source_is_started_again(string state, string effects) => Check(state, StartSource.Instance, effects);

    [Theory]
    [InlineData("waiting", nameof(SupervisorTimers.Connect), "show Connecting 2 (the connection was reset); start 2 after 7; log Connects")]
    [InlineData("asked", nameof(SupervisorTimers.Ask), Replaces)]
    [InlineData("open", nameof(SupervisorTimers.Baseline), "resync timeout; Ask in 2 s")]
    [InlineData("silent", nameof(SupervisorTimers.Resume), $"log IsSilent; need resume_silent; log WillAsk; {Replaces}")]
    [InlineData("whole", nameof(SupervisorTimers.Connect), "")]
    [InlineData("whole", nameof(SupervisorTimers.Ask), "")]
    [InlineData("whole", nameof(SupervisorTimers.Baseline), "")]
    [InlineData("whole", nameof(SupervisorTimers.Resume), "")]
    public void A_timer_is_due(string state, string timer, string effects) =>
        Check(state, new TimerFired(Enum.Parse<SupervisorTimers>(timer)), effects);

    [Fact]
    public void A_baseline_that_was_fetched_goes_to_the_state_and_may_not_be_taken()
    {
        var feed = Supervised.In("http").After(new BaselineFetched(new PanelFullEvent(PanelObject.Empty), null, null));
        feed.Effects.ShouldBe("deliver to 1; Baseline in 10 s");
        feed.After(new TimerFired(SupervisorTimers.Baseline)).Effects.ShouldBe("resync timeout; Ask in 2 s");
        feed.Pass(2).After(new TimerFired(SupervisorTimers.Ask)).Effects.ShouldBe("fetch");
    }

    [Fact]
    public void A_baseline_that_cannot_be_fetched_is_fetched_again() =>
        Supervised.In("http").After(new BaselineFetched(null, ResyncOutcomes.Refused, "no")).Effects
            .ShouldBe("log GotNoBaseline; resync refused; Ask in 2 s");

    [Fact]
    public void A_feed_that_stays_silent_is_not_asked_again_before_it_has_sent_something_new()
    {
        var feed = Supervised.In("silent").After(new TimerFired(SupervisorTimers.Resume)).After(new ConnectionOpened(2))
            .After(Supervised.Batch(2) with { FullCount = 8, News = 0 })
            .After(new ConnectionEnded(2, ConnectionEnds.Closed))
            .After(new TimerFired(SupervisorTimers.Connect))
            .After(new ConnectionOpened(3));
        feed.Effects.ShouldEndWith("Resume in 30 s");
        feed.After(new TimerFired(SupervisorTimers.Resume)).Effects.ShouldBe("");
    }

    [Fact]
    public void A_new_resume_timeout_is_that_of_the_next_connection() =>
        Supervised.In("resuming").After(new RetuneIngest(TimeSpan.FromSeconds(5))).After(new ConnectionOpened(1))
            .Effects.ShouldEndWith("Resume in 5 s");

    [Fact]
    public void The_position_of_a_batch_that_comes_after_the_end_is_resumed_after() =>
        Supervised.In("waiting")
            .After(Supervised.Batch(1) with { LastEventId = EventId.Of("8") })
            .After(new TimerFired(SupervisorTimers.Connect))
            .Effects.ShouldContain("start 2 after 8");

    [Fact]
    public void A_feed_that_must_not_be_asked_is_resumed_as_it_is() =>
        Supervised.Begin(ResyncMode.None, new ResumePoint(EventId.Of("41"), NeedsBaseline: true, FullCount: 7))
            .Effects.ShouldBe("show Connecting 1; start 1 after 41; log Connects");

    [Fact]
    public void Attempts_of_earlier_supervisors_are_not_counted_again()
    {
        var failed = new ConnectionStatus(ConnectionPhase.Stopped, 4, "it failed")
        {
            LastErrorAt = Supervised.Start,
            LastErrorKind = "internal_error",
        };
        var first = SupervisorState.Begin(Supervised.In("connecting").State.Settings, attempts: 5, failed, resume: null, default);
        first.State.Connections.Status.ShouldBe(failed with { Phase = ConnectionPhase.Connecting, Attempt = 6 });
    }

    [Fact]
    public void An_end_is_shown_with_its_time_its_kind_and_the_time_of_the_next_attempt()
    {
        var feed = Supervised.In("whole").After(new ConnectionEnded(1, ConnectionEnds.Reset));
        feed.State.Connections.Status.ShouldBe(new ConnectionStatus(ConnectionPhase.Waiting, 1, "the connection was reset")
        {
            LastErrorAt = Supervised.Start.AddSeconds(60),
            LastErrorKind = "connection_reset",
            NextAttemptAt = Supervised.Start.AddSeconds(61),
        });
        feed.Pass(1).After(new TimerFired(SupervisorTimers.Connect)).State.Connections.Status.NextAttemptAt.ShouldBeNull();
    }

    [Fact]
    public void A_fault_is_shown_with_its_time_and_its_kind()
    {
        var feed = Supervised.In("whole").After(Supervised.Batch(1) with { Fault = "raise it" });
        var faulty = new ConnectionStatus(ConnectionPhase.Open, 1, "raise it")
        {
            LastErrorAt = Supervised.Start.AddSeconds(60),
            LastErrorKind = ConnectionStatus.FeedFaultKind,
        };
        feed.State.Connections.Status.ShouldBe(faulty);
        feed.Pass(1).After(Supervised.Batch(1)).State.Connections.Status.ShouldBe(faulty, "it is not mended");
        feed.After(Supervised.Batch(1) with { FullCount = 2 }).State.Connections.Status
            .ShouldBe(new ConnectionStatus(ConnectionPhase.Open, 1, null));
    }

    [Fact]
    public void What_brings_no_event_does_not_break_a_silence() =>
        Check("silent", Supervised.Batch(1) with { Events = 0, News = 0, Applied = 0 }, "");

    [Fact]
    public void Of_two_faults_the_later_is_shown() =>
        Supervised.In("whole").After(Supervised.Batch(1) with { Fault = "raise it" })
            .After(Supervised.Batch(1) with { Fault = "raise the other" }).Effects.ShouldBe("show Open 1 (raise the other)");

    [Fact]
    public void A_request_that_is_futile_is_put_off_each_time_that_another_was_planned()
    {
        var futile = Supervised.Batch(1) with { NeedsBaseline = true, ResyncIsFutile = true };
        var backlog = Supervised.Batch(1) with { NeedsBaseline = true, MayBeBacklog = true, DiffsDropped = 3 };
        var feed = Supervised.In("whole").After(futile);
        feed.Effects.ShouldBe("Ask in 60 s");
        feed.After(futile).Effects.ShouldBe("");
        feed.After(Supervised.Batch(1)).After(backlog).Effects.ShouldBe("Ask in 2 s");
        feed.After(futile).Effects.ShouldBe("cancel Ask; Ask in 60 s");
    }

    [Fact]
    public void A_baseline_that_does_not_come_is_not_asked_for_again_where_none_is_needed() =>
        Supervised.In("open").After(Supervised.Batch(1) with { FullCount = 0 }).After(new TimerFired(SupervisorTimers.Baseline)).Effects
            .ShouldBe("resync timeout");

    private static void Check(string state, SupervisorInput input, string effects) =>
        Supervised.In(state).After(input).Effects.ShouldBe(effects);
}
