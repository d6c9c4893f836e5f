using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Sources.Supervision;

namespace PanelActors.Tests.Sources.Supervision;

/// <summary>Where the first connection of a run begins.</summary>
public sealed class SupervisorResumeTests : SupervisorTest
{
    [Fact]
    public async Task A_whole_state_is_resumed_after_its_event()
    {
        Resume = new ResumePoint(EventId.Of("41"), NeedsBaseline: false, FullCount: 7);
        var attempt = Start();
        (attempt.LastEventId, attempt.ForcesFull).ShouldBe(("41", false));
        await Ended(attempt);
        attempt = await AttemptAfter(1);
        (attempt.LastEventId, attempt.ForcesFull).ShouldBe(("41", false));
    }

    [Theory]
    [InlineData("41", true)]
    [InlineData(null, false)]
    [InlineData(null, true)]
    public void Without_an_event_or_with_a_need_it_begins_with_a_baseline(string? id, bool needsBaseline)
    {
        Resume = new ResumePoint(EventId.Of(id), needsBaseline, FullCount: 7);
        var attempt = Start();
        (attempt.LastEventId, attempt.ForcesFull).ShouldBe((null, true));
    }

    [Fact]
    public void A_source_that_must_not_be_asked_is_resumed_even_with_a_need()
    {
        Resync = new ResyncOptions { Mode = ResyncMode.None };
        Resume = new ResumePoint(EventId.Of("41"), NeedsBaseline: true, FullCount: 7);
        var attempt = Start();
        (attempt.LastEventId, attempt.ForcesFull).ShouldBe(("41", false));
    }

    [Fact]
    public async Task Baselines_of_the_previous_run_do_not_fulfil_a_request_of_this_one()
    {
        Resume = new ResumePoint(EventId.Of("41"), NeedsBaseline: true, FullCount: 7);
        var attempt = Start();
        await Applied(attempt, needsBaseline: true, fulls: 7);
        Metrics.FullRequests["fulfilled"].ShouldBe(0);
        await Applied(attempt, fulls: 8);
        Metrics.FullRequests["fulfilled"].ShouldBe(1);
    }

    // The state has then lost what there was to resume.
    [Fact]
    public void After_a_failure_inside_it_begins_with_a_baseline()
    {
        Resume = new ResumePoint(EventId.Of("41"), NeedsBaseline: false, FullCount: 7);
        var attempt = Start();
        attempt.LastEventId.ShouldBe("41");
        // An end that is none stands in for any failure inside.
        Supervisor.Tell(new ConnectionEnded(attempt.Number, null!));
        attempt = NextAttempt();
        (attempt.LastEventId, attempt.ForcesFull).ShouldBe((null, true));
    }

    [Fact]
    public async Task A_feed_that_brings_nothing_after_a_resume_is_asked_for_a_baseline_once()
    {
        var resumed = await Resumed();
        await Pass(29.9);
        NoAttempt();
        await Pass(0.1);
        ShouldNeed("resume_silent");
        var forced = NextAttempt();
        (forced.LastEventId, forced.ForcesFull, forced.IsReplacement).ShouldBe((null, true, true));
        await Opened(forced);
        await Applied(forced, id: "41", fulls: 8, news: 0);
        Connection.Status.Attempt.ShouldBe(forced.Number);

        // It was merely quiet, and still is after the next connection: that proves nothing new.
        await Ended(forced);
        var again = await AttemptAfter(1);
        again.LastEventId.ShouldBe("41");
        await Opened(again);
        await Pass(600);
        Connection.Status.Attempt.ShouldBe(again.Number);
        NoAttempt();
    }

    [Fact]
    public async Task A_feed_that_has_sent_something_new_since_may_be_asked_again()
    {
        await Resumed();
        await Pass(30);
        ShouldNeed("resume_silent");
        var forced = NextAttempt();
        await Opened(forced);
        await Applied(forced, id: "1", fulls: 8, news: 0);
        await Applied(forced, id: "2", fulls: 8);
        await Ended(forced);
        await Opened(await AttemptAfter(1));
        await Pass(30);
        ShouldNeed("resume_silent");
    }

    [Fact]
    public async Task Any_event_after_a_resume_shows_that_the_feed_goes_on()
    {
        var resumed = await Resumed();
        await Pass(29);
        await Applied(resumed, id: "42", fulls: 7);
        await Pass(600);
        NoAttempt();
    }

    [Fact]
    public async Task A_connection_that_began_with_a_baseline_may_be_quiet_for_ever()
    {
        var attempt = Start();
        await Opened(attempt);
        await Applied(attempt);
        await Pass(3600);
        NoAttempt();
    }

    [Fact]
    public async Task A_source_that_must_not_be_asked_says_what_it_needs_and_waits()
    {
        Resync = new ResyncOptions { Mode = ResyncMode.None };
        await Resumed();
        await Pass(30);
        ShouldNeed("resume_silent");
        await Pass(600);
        NoAttempt();
    }

    private async Task<Attempt> Resumed()
    {
        Resume = new ResumePoint(EventId.Of("41"), NeedsBaseline: false, FullCount: 7);
        var attempt = Start();
        await Opened(attempt);
        return attempt;
    }
}
