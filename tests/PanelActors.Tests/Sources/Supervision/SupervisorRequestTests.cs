using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;
using PanelActors.Stores;

namespace PanelActors.Tests.Sources.Supervision;

public sealed class SupervisorRequestTests : SupervisorTest
{
    [Fact]
    public void The_first_connection_asks_for_a_baseline()
    {
        var attempt = Start();
        attempt.ForcesFull.ShouldBeTrue();
        attempt.LastEventId.ShouldBeNull();
    }

    [Fact]
    public async Task A_state_that_is_whole_is_resumed_after_its_last_event()
    {
        var attempt = Start();
        await Applied(attempt, id: "7");
        await Ended(attempt);
        attempt = await AttemptAfter(1);
        attempt.ForcesFull.ShouldBeFalse();
        attempt.LastEventId.ShouldBe("7");

        await Ended(attempt);
        attempt = await AttemptAfter(2);
        attempt.LastEventId.ShouldBe("7", "a connection that brought nothing changes nothing");
    }

    [Fact]
    public async Task What_was_applied_just_before_the_end_is_known_to_the_next_connection()
    {
        var attempt = Start();
        await Applied(attempt, id: "7");
        await Ended(attempt);
        await Applied(attempt, id: "8");
        attempt = await AttemptAfter(1);
        attempt.LastEventId.ShouldBe("8");
    }

    [Fact]
    public async Task A_request_that_was_answered_is_not_made_again()
    {
        await WholeState();
        await Tell(new RequestResync("one"));
        var attempt = NextAttempt();
        await Tell(new RequestResync("two"));
        await Applied(attempt, id: "8", fulls: 2);
        await Ended(attempt);
        attempt = await AttemptAfter(1);
        attempt.ForcesFull.ShouldBeFalse();
        attempt.LastEventId.ShouldBe("8");
    }

    [Theory]
    [InlineData("7", true)]
    [InlineData(null, false)]
    public async Task A_need_or_a_missing_id_asks_for_a_baseline_again(string? id, bool needsBaseline)
    {
        var attempt = Start();
        await Applied(attempt, id: id, needsBaseline: needsBaseline);
        await Ended(attempt);
        attempt = await AttemptAfter(1);
        attempt.ForcesFull.ShouldBeTrue();
        attempt.LastEventId.ShouldBeNull();
    }

    [Fact]
    public async Task A_source_that_must_not_be_asked_is_just_resumed()
    {
        Resync = new ResyncOptions { Mode = ResyncMode.None };
        var attempt = Start();
        attempt.ForcesFull.ShouldBeFalse();
        await Applied(attempt, id: "7", needsBaseline: true);
        await Ended(attempt);
        attempt = await AttemptAfter(1);
        attempt.ForcesFull.ShouldBeFalse();
        attempt.LastEventId.ShouldBe("7");
    }

    [Fact]
    public async Task A_baseline_fulfils_the_request()
    {
        var attempt = Start();
        await Applied(attempt, fulls: 0);
        Outcomes.ShouldBe((0, 0, 0));
        await Applied(attempt, fulls: 1);
        Outcomes.ShouldBe((1, 0, 0));
        await Pass(10);
        Outcomes.ShouldBe((1, 0, 0), "a fulfilled request no longer times out");
    }

    [Fact]
    public async Task A_request_without_an_answer_times_out_once()
    {
        var attempt = Start();
        await Pass(60);
        Outcomes.ShouldBe((0, 0, 0), "who was not reached is not late");
        await Opened(attempt);
        await Pass(9.999);
        Outcomes.ShouldBe((0, 0, 0));
        await Pass(0.001);
        Outcomes.ShouldBe((0, 1, 0));
        await Applied(attempt, fulls: 1);
        Outcomes.ShouldBe((1, 1, 0), "an answer that comes too late answers the request that followed");
        ShouldBeDropped(NextAttempt());
    }

    [Fact]
    public async Task Connections_that_fail_meanwhile_do_not_make_more_requests_of_one()
    {
        var attempt = Start();
        foreach (var wait in new[] { 1.0, 2, 4 })
        {
            await Ended(attempt);
            attempt = await AttemptAfter(wait);
        }

        Outcomes.ShouldBe((0, 0, 0));
        await Opened(attempt);
        await Applied(attempt, fulls: 1);
        Outcomes.ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task Asking_connects_afresh_from_a_baseline()
    {
        var first = await WholeState();
        await Tell(new RequestResync("test"));
        var second = NextAttempt();
        second.ForcesFull.ShouldBeTrue();
        second.LastEventId.ShouldBeNull();
        await Opened(second);
        ShouldBeDropped(first);
        Metrics.Reconnects["full_requested"].ShouldBe(1);
        await Applied(second, fulls: 2);
        Outcomes.ShouldBe((2, 0, 0));
    }

    [Fact]
    public async Task Asking_again_while_the_answer_is_awaited_asks_once()
    {
        await WholeState();
        await Tell(new RequestResync("one"));
        await Tell(new RequestResync("two"));
        NextAttempt().Number.ShouldBe(2);
        NoAttempt();
        Metrics.Reconnects["full_requested"].ShouldBe(1);
    }

    [Fact]
    public async Task Asking_too_soon_waits_out_the_cooldown()
    {
        var attempt = Start();
        await Opened(attempt);
        await Applied(attempt);
        await Pass(0.5);
        await Tell(new RequestResync("test"));
        (await ReplacementAfter(1.5)).ForcesFull.ShouldBeTrue();
    }

    [Fact]
    public async Task What_the_state_had_not_heard_of_yet_does_not_cancel_a_request()
    {
        var attempt = Start();
        await Opened(attempt);
        await Applied(attempt);
        await Tell(new RequestResync("test"));
        // On its way before the state got the request.
        await Applied(attempt, needsBaseline: false);
        (await ReplacementAfter(2)).ForcesFull.ShouldBeTrue();
    }

    [Fact]
    public async Task Asking_while_a_connection_is_waited_for_uses_that_one()
    {
        var attempt = await WholeState();
        await Ended(attempt);
        await Tell(new RequestResync("test"));
        (await AttemptAfter(1)).ForcesFull.ShouldBeTrue();
        Metrics.Reconnects["full_requested"].ShouldBe(0);
    }

    [Fact]
    public async Task A_stopped_source_cannot_be_asked_but_remembers_the_need()
    {
        var attempt = await WholeState();
        await Ended(attempt, new ConnectionEnd("http_204", "no more", Retry.No));
        await Tell(new RequestResync("test"));
        Outcomes.ShouldBe((1, 0, 1));
        await Tell(StartSource.Instance);
        NextAttempt().ForcesFull.ShouldBeTrue();
    }

    [Fact]
    public async Task A_source_that_must_not_be_asked_refuses()
    {
        Resync = new ResyncOptions { Mode = ResyncMode.None };
        await Opened(Start());
        await Tell(new RequestResync("test"));
        Outcomes.ShouldBe((0, 0, 1));
        Connection.Status.Phase.ShouldBe(ConnectionPhase.Open);
    }

    private (long Fulfilled, long TimedOut, long Refused) Outcomes =>
        (Metrics.FullRequests["fulfilled"], Metrics.FullRequests["timeout"], Metrics.FullRequests["refused"]);

    /// <summary>A connection that has brought a baseline, past the cooldown of the request for it.</summary>
    private async Task<Attempt> WholeState()
    {
        var attempt = Start();
        await Opened(attempt);
        await Applied(attempt);
        await Pass(2);
        return attempt;
    }
}
