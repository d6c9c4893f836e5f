using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;
using PanelActors.Stores;
using PanelActors.Tests.Support;
using PanelActors.Tree;

namespace PanelActors.Tests.Sources.Supervision;

/// <summary>How a source gets the baseline that its state needs.</summary>
public sealed class SupervisorResyncTests : SupervisorTest
{
    [Fact]
    public async Task A_need_that_arises_while_connected_connects_afresh_at_once()
    {
        var first = await Whole();
        await Applied(first, needsBaseline: true, dropped: 1);
        var second = NextAttempt();
        second.ForcesFull.ShouldBeTrue();
        second.LastEventId.ShouldBeNull();
        second.IsReplacement.ShouldBeTrue();
        await Opened(second);
        ShouldBeDropped(first);
        Connection.Status.ShouldBe(new ConnectionStatus(ConnectionPhase.Open, second.Number, null));
    }

    [Theory]
    [InlineData("http_429", nameof(Retry.WithBackoff))]
    [InlineData("http_403", nameof(Retry.Slowly))]
    [InlineData("http_204", nameof(Retry.No))]
    public async Task A_replacement_that_is_refused_leaves_the_connection_that_works(string reason, string retry)
    {
        var first = await Whole();
        await Applied(first, needsBaseline: true, dropped: 1);
        var second = NextAttempt();
        await Ended(second, new ConnectionEnd(reason, "no", retry.As<Retry>()));
        Connection.Status.ShouldBe(new ConnectionStatus(ConnectionPhase.Open, first.Number, null));
        Metrics.FullRequests["refused"].ShouldBe(1);

        // The one that works goes on to bring what it brings, a baseline too.
        await Applied(first, fulls: 2);
        await Pass(120);
        Connection.Status.Attempt.ShouldBe(first.Number);
    }

    [Fact]
    public async Task A_refused_replacement_is_tried_again_after_the_cooldown_or_when_the_upstream_allows_it()
    {
        var first = await Whole();
        await Applied(first, needsBaseline: true, dropped: 1);
        await Ended(NextAttempt(), new ConnectionEnd("http_503", "no"));
        await Pass(1.9);
        NoAttempt();
        await Pass(0.1);
        await Ended(NextAttempt(), new ConnectionEnd("http_429", "no", After: TimeSpan.FromSeconds(40)));
        await Pass(39.9);
        NoAttempt();
        await Pass(0.1);
        NextAttempt().IsReplacement.ShouldBeTrue();
    }

    [Fact]
    public async Task A_connection_that_ends_while_its_replacement_is_under_way_leaves_the_rest_to_that()
    {
        var first = await Whole();
        await Applied(first, needsBaseline: true, dropped: 1);
        var second = NextAttempt();
        await Ended(first);
        (Connection.Status.Phase, Connection.Status.Attempt, Connection.Status.LastError)
            .ShouldBe((ConnectionPhase.Connecting, second.Number, Reset.Text));
        (Connection.Status.LastErrorKind, Connection.Status.NextAttemptAt).ShouldBe((Reset.Reason, null));
        await Opened(second);
        Connection.Status.Phase.ShouldBe(ConnectionPhase.Open);
        await Ended(second);
        (await AttemptAfter(1)).ForcesFull.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_replacement_brought_may_overtake_the_word_that_it_was_accepted()
    {
        var first = await Whole();
        await Applied(first, needsBaseline: true, dropped: 1);
        var second = NextAttempt();
        await Applied(second, fulls: 2);
        ShouldBeDropped(first);
        await Opened(second);
        Connection.Status.ShouldBe(new ConnectionStatus(ConnectionPhase.Open, second.Number, null));
        Metrics.FullRequests["fulfilled"].ShouldBe(2);
    }

    [Fact]
    public async Task A_connection_that_brought_something_works_also_before_the_word_that_it_was_accepted()
    {
        var first = Start();
        await Applied(first, needsBaseline: true, dropped: 1);
        Connection.Status.Phase.ShouldBe(ConnectionPhase.Open);
        var second = await ReplacementAfter(2);
        second.IsReplacement.ShouldBeTrue();
        await Opened(first);
        Connection.Status.Attempt.ShouldBe(first.Number);
    }

    [Fact]
    public async Task A_replacement_that_finds_a_loop_ends_the_connection_that_works_too()
    {
        var first = await Whole();
        await Applied(first, needsBaseline: true, dropped: 1);
        await Ended(NextAttempt(), new ConnectionEnd("loop", "it reads itself", Retry.Slowly));
        ShouldBeDropped(first, inAnyOrder: true);
        Connection.Status.Phase.ShouldBe(ConnectionPhase.Waiting);
        NoAttempt();
    }

    [Fact]
    public async Task A_replacement_that_fails_inside_leaves_the_connection_that_works()
    {
        var first = await Whole();
        await Applied(first, needsBaseline: true, dropped: 1);
        await Fail(NextAttempt().Child, new InvalidOperationException("boom"));
        await Logged("keeps its connection");
        Connection.Status.Attempt.ShouldBe(first.Number);
    }

    [Fact]
    public async Task A_request_that_would_only_bring_the_same_again_waits_its_longest()
    {
        var first = await Whole();
        await Applied(first, needsBaseline: true, futile: true, fault: "the history is too short");
        Connection.Status.LastError.ShouldBe("the history is too short");
        await Pass(59.9);
        NoAttempt();
        await Pass(0.1);
        NextAttempt();
    }

    [Fact]
    public async Task However_often_a_feed_shows_that_it_is_asked_again_at_last()
    {
        var first = await Whole();
        for (var second = 0; second < 60; second++)
        {
            NoAttempt();
            await Applied(first, needsBaseline: true, futile: true);
            await Pass(1);
        }

        var again = NextAttempt();
        await Opened(again);
        await Applied(again, fulls: 2, needsBaseline: true, futile: true);
        await Pass(59.9);
        NoAttempt();
        await Pass(0.1);
        NextAttempt();
    }

    [Fact]
    public async Task What_an_operator_asks_for_is_not_put_off_like_that()
    {
        var first = await Whole();
        await Applied(first, needsBaseline: true, dropped: 1);
        var second = NextAttempt();
        await Opened(second);
        await Applied(second, fulls: 2);
        await Tell(new RequestResync("operator"));
        await Applied(second, fulls: 2, needsBaseline: true, futile: true);
        NoAttempt();
        await Pass(10);
        NextAttempt();
    }

    [Fact]
    public async Task A_fault_that_no_retry_mends_is_told_until_a_baseline_is_free_of_it()
    {
        var attempt = await Whole();
        await Applied(attempt, applied: 0, needsBaseline: true, dropped: 1, fault: "raise the limit");
        Connection.Status.LastError.ShouldBe("raise the limit");
        attempt = NextAttempt();
        await Opened(attempt);
        await Applied(attempt, applied: 0, needsBaseline: true, dropped: 1);
        Connection.Status.LastError.ShouldBe("raise the limit");
        await Ended(attempt);
        Connection.Status.LastError.ShouldBe($"{Reset.Text}; raise the limit");
        attempt = await AttemptAfter(1);
        await Opened(attempt);
        Connection.Status.LastError.ShouldBe("raise the limit");
        await Applied(attempt, fulls: 2);
        Connection.Status.LastError.ShouldBeNull();
    }

    [Fact]
    public async Task While_the_answer_is_awaited_more_needs_join_it()
    {
        var attempt = await Whole();
        await Applied(attempt, needsBaseline: true, dropped: 1);
        attempt = NextAttempt();
        await Opened(attempt);
        await Applied(attempt, needsBaseline: true, dropped: 1);
        Connection.Status.Attempt.ShouldBe(attempt.Number);
    }

    [Fact]
    public async Task Baseline_after_baseline_that_does_not_help_is_asked_for_less_and_less_often()
    {
        var attempt = await Whole();
        await Applied(attempt, needsBaseline: true, dropped: 1);
        attempt = NextAttempt();
        for (var (fulls, wait) = (2, 2.0); wait <= 32; fulls++, wait *= 2)
        {
            await Opened(attempt);
            await Applied(attempt, fulls: fulls, needsBaseline: true, dropped: 1);
            attempt = await ReplacementAfter(wait);
        }

        Metrics.FullRequests["fulfilled"].ShouldBe(6);
    }

    [Fact]
    public async Task A_feed_that_leaves_the_request_unanswered_is_asked_again()
    {
        var attempt = await Whole();
        await Applied(attempt, needsBaseline: true, dropped: 1);
        attempt = NextAttempt();
        await Opened(attempt);
        attempt = await ReplacementAfter(10);
        attempt.ForcesFull.ShouldBeTrue();
        Metrics.FullRequests["timeout"].ShouldBe(1);
    }

    [Fact]
    public async Task A_feed_that_refuses_is_counted_and_asked_again_with_the_next_connection()
    {
        var attempt = await Whole();
        await Applied(attempt, needsBaseline: true, dropped: 1);
        attempt = NextAttempt();
        await Ended(attempt, new ConnectionEnd("http_403", "no", Retry.Slowly));
        Metrics.FullRequests["refused"].ShouldBe(1);
        (await ReplacementAfter(60)).ForcesFull.ShouldBeTrue();
    }

    [Fact]
    public async Task A_backlog_gets_its_grace_and_may_be_withdrawn_in_it()
    {
        var attempt = await Whole();
        await Applied(attempt, needsBaseline: true, backlog: true, dropped: 3);
        await Pass(1.9);
        await Applied(attempt);
        await Pass(60);
        Connection.Status.Attempt.ShouldBe(attempt.Number);
    }

    [Fact]
    public async Task A_backlog_that_is_not_withdrawn_is_a_need_like_any_other()
    {
        var attempt = await Whole();
        await Applied(attempt, needsBaseline: true, backlog: true, dropped: 3);
        (await ReplacementAfter(2)).ForcesFull.ShouldBeTrue();
    }

    [Fact]
    public async Task A_backlog_that_follows_a_baseline_is_no_reason_to_ask_for_another()
    {
        var attempt = await Whole();
        await Applied(attempt, needsBaseline: true, backlog: true, dropped: 3);
        attempt = await ReplacementAfter(2);
        await Opened(attempt);
        await Applied(attempt, fulls: 2, needsBaseline: true, backlog: true, dropped: 3);
        await Pass(120);
        Connection.Status.Attempt.ShouldBe(attempt.Number);
    }

    [Fact]
    public async Task Another_reason_does_not_wait_for_the_grace_of_a_backlog()
    {
        var first = await Whole();
        await Applied(first, needsBaseline: true, backlog: true, dropped: 1);
        await Applied(first, needsBaseline: true, dropped: 1);
        NextAttempt().ForcesFull.ShouldBeTrue();
    }

    [Fact]
    public async Task A_source_that_must_not_be_asked_waits_for_its_feed()
    {
        Resync = new ResyncOptions { Mode = ResyncMode.None };
        var attempt = await Whole();
        await Applied(attempt, needsBaseline: true, dropped: 1);
        await Pass(120);
        Connection.Status.Attempt.ShouldBe(attempt.Number);
    }

    [Fact]
    public async Task A_baseline_with_an_address_of_its_own_is_fetched_while_the_stream_goes_on()
    {
        Resync = new ResyncOptions { Mode = ResyncMode.Http, Url = "http://127.0.0.1:9/full" };
        var attempt = Start();
        attempt.ForcesFull.ShouldBeFalse();
        ShouldFetch();

        var full = new PanelFullEvent(PanelObject.Empty);
        await Tell(new BaselineFetched(full, null, null));
        var batch = BatchForTheState();
        batch.Attempt.ShouldBe(attempt.Number);
        batch.Events.ShouldBe([full]);
        await Applied(attempt, fulls: 1);
        Metrics.FullRequests["fulfilled"].ShouldBe(1);

        await Pass(60);
        await Applied(attempt, needsBaseline: true, dropped: 1);
        ShouldFetch();
        Connection.Status.Attempt.ShouldBe(attempt.Number, "the stream is not disturbed");
    }

    [Fact]
    public async Task A_fetch_that_fails_is_counted_and_tried_again()
    {
        Resync = new ResyncOptions { Mode = ResyncMode.Http, Url = "http://127.0.0.1:9/full" };
        Start();
        ShouldFetch();
        await Tell(new BaselineFetched(null, ResyncOutcomes.Refused, "no"));
        Metrics.FullRequests["refused"].ShouldBe(1);
        await Pass(2);
        ShouldFetch();
        await Tell(new BaselineFetched(null, ResyncOutcomes.Timeout, "late"));
        Metrics.FullRequests["timeout"].ShouldBe(1);
        await Pass(4);
        ShouldFetch();
    }

    /// <summary>A connection whose state has long been whole.</summary>
    private async Task<Attempt> Whole()
    {
        var attempt = Start();
        await Opened(attempt);
        await Applied(attempt);
        await Pass(60);
        return attempt;
    }
}
