using PanelActors.State;
using PanelActors.Tests.Persistence;

namespace PanelActors.Tests.State;

public sealed class StoredStateTests
{
    private static readonly DateTimeOffset Later = Applying.Start.AddDays(1);

    [Fact]
    public void A_state_with_an_event_id_is_restored_as_it_was()
    {
        var stored = new StoredState(Applying.WithBaseline().State, EventId.Of("7"), SavedStates.Origin);
        stored.Restored(Later, new StateLimits()).ShouldBe(stored.State);
    }

    [Fact]
    public void A_state_without_an_event_id_needs_a_baseline()
    {
        var restored = new StoredState(Applying.WithBaseline().State, null, SavedStates.Origin).Restored(Later, new StateLimits());
        (restored.Need.IsNeeded, restored.Need.LastReason).ShouldBe((true, "resume_failed"));
        restored.LastEvent.ShouldBe(Applying.Start);
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_keep_data_young()
    {
        var now = Applying.Start.AddSeconds(0.5);
        var state = Applying.WithBaseline().Diff("""{"a":2}""", "5").State;
        var restored = new StoredState(state, EventId.Of("7"), SavedStates.Origin).Restored(now, new StateLimits());
        (restored.LastEvent, restored.LastFull, restored.LastDiff).ShouldBe((now, Applying.Start, now));
    }

    [Fact]
    public void Follow_ups_beyond_a_lowered_limit_are_let_go_oldest_first()
    {
        var applying = Applying.WithBaseline();
        for (var i = 0; i < 5; i++) applying.Followup($$"""{"message":"{{i}}"}""");
        var restored = new StoredState(applying.State, EventId.Of("7"), SavedStates.Origin)
            .Restored(Later, new StateLimits(FollowupAlerts: 2));
        restored.Followups.Select(followup => followup.Message).ShouldBe(["4", "3"]);
    }

    [Fact]
    public void Origins_differ_as_addresses_do_and_tell_nothing_of_them()
    {
        var origin = StoredState.OriginOf("http://h/?token=1");
        origin.ShouldMatch("^[0-9a-f]{32}$");
        StoredState.OriginOf("http://h/?token=1").ShouldBe(origin);
        StoredState.OriginOf("http://h/?token=2").ShouldNotBe(origin);
    }

    [Fact]
    public void As_many_follow_ups_as_are_kept_are_restored_as_they_were()
    {
        var applying = Applying.WithBaseline();
        for (var i = 0; i < 2; i++) applying.Followup($$"""{"message":"{{i}}"}""");
        new StoredState(applying.State, EventId.Of("7"), SavedStates.Origin)
            .Restored(Later, new StateLimits(FollowupAlerts: 2)).ShouldBe(applying.State);
    }
}
