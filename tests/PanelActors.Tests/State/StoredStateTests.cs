using PanelActors.State;
using PanelActors.Tests.Persistence;

namespace PanelActors.Tests.State;

public sealed class StoredStateTests
{
    private static readonly DateTimeOffset Later = Applying.Start.AddDays(1);

    [Fact]
    public void A_state_with_an_event_id_is_taken_up_as_it_was()
    {
        var stored = new StoredState(Applying.WithBaseline().State, EventId.Of("7"), Kept.Origin);
        stored.TakenUp(Later, new StateLimits()).ShouldBe(stored.State);
    }

    [Fact]
    public void A_state_without_an_event_id_needs_a_baseline()
    {
        var taken = new StoredState(Applying.WithBaseline().State, null, Kept.Origin).TakenUp(Later, new StateLimits());
        (taken.Need.IsNeeded, taken.Need.LastReason).ShouldBe((true, "resume_failed"));
        taken.LastEvent.ShouldBe(Applying.Start);
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_keep_data_young()
    {
        var now = Applying.Start.AddSeconds(0.5);
        var state = Applying.WithBaseline().Diff("""{"a":2}""", "5").State;
        var taken = new StoredState(state, EventId.Of("7"), Kept.Origin).TakenUp(now, new StateLimits());
        (taken.LastEvent, taken.LastFull, taken.LastDiff).ShouldBe((now, Applying.Start, now));
    }

    [Fact]
    public void Follow_ups_beyond_a_lowered_limit_are_let_go_oldest_first()
    {
        var applying = Applying.WithBaseline();
        for (var i = 0; i < 5; i++) applying.Followup($$"""{"message":"{{i}}"}""");
        var taken = new StoredState(applying.State, EventId.Of("7"), Kept.Origin).TakenUp(Later, new StateLimits(FollowupAlerts: 2));
        taken.Followups.Select(followup => followup.Message).ShouldBe(["4", "3"]);
    }

    [Fact]
    public void Origins_differ_as_addresses_do_and_tell_nothing_of_them()
    {
        var origin = StoredState.OriginOf("http://h/?token=1");
        origin.ShouldMatch("^[0-9a-f]{32}$");
        StoredState.OriginOf("http://h/?token=1").ShouldBe(origin);
        StoredState.OriginOf("http://h/?token=2").ShouldNotBe(origin);
    }
}
