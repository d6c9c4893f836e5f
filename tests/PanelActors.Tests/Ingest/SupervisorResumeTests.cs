using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Ingest;

namespace PanelActors.Tests.Ingest;

/// <summary>Where the first connection of a new life begins.</summary>
public sealed class SupervisorResumeTests : SupervisorTest
{
    [Fact]
    public async Task A_whole_state_is_resumed_after_its_event()
    {
        Resume = new ResumePoint("41", NeedFull: false, FullCount: 7);
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
    public void Without_an_event_or_with_a_need_it_begins_with_a_baseline(string? id, bool needFull)
    {
        Resume = new ResumePoint(id, needFull, FullCount: 7);
        var attempt = Start();
        (attempt.LastEventId, attempt.ForcesFull).ShouldBe((null, true));
    }

    [Fact]
    public void A_source_that_must_not_be_asked_is_resumed_even_with_a_need()
    {
        Resync = new ResyncOptions { Mode = ResyncMode.None };
        Resume = new ResumePoint("41", NeedFull: true, FullCount: 7);
        var attempt = Start();
        (attempt.LastEventId, attempt.ForcesFull).ShouldBe(("41", false));
    }

    [Fact]
    public async Task Baselines_of_the_former_life_do_not_fulfil_a_request_of_this_one()
    {
        Resume = new ResumePoint("41", NeedFull: true, FullCount: 7);
        var attempt = Start();
        await Applied(attempt, needFull: true, fulls: 7);
        Metrics.FullRequests["fulfilled"].ShouldBe(0);
        await Applied(attempt, fulls: 8);
        Metrics.FullRequests["fulfilled"].ShouldBe(1);
    }

    // The state has then lost what there was to resume.
    [Fact]
    public void After_a_failure_inside_it_begins_with_a_baseline()
    {
        Resume = new ResumePoint("41", NeedFull: false, FullCount: 7);
        var attempt = Start();
        attempt.LastEventId.ShouldBe("41");
        // An end that is none stands in for any failure inside.
        Supervisor.Tell(new ConnectionEnded(attempt.Number, null!));
        attempt = NextAttempt();
        (attempt.LastEventId, attempt.ForcesFull).ShouldBe((null, true));
    }
}
