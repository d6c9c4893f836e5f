using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;

namespace PanelActors.Tests.State;

/// <summary>What an event's age does to a state's timestamps.</summary>
public sealed class AgeTests
{
    private static readonly FreshnessPolicy Policy = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    [Fact]
    public void An_event_of_unknown_age_is_applied_and_moves_no_timestamp()
    {
        var before = Applying.WithBaseline();
        var (last, full) = (before.State.LastEvent, before.State.LastFull);
        before.Full("""{"a":2}""", "6", ""","age_seconds":null""");
        before.Outcome.ShouldBe(EventOutcome.Applied);
        before.ShouldHave("""{"a":2}""");
        (before.State.LastEvent, before.State.LastFull).ShouldBe((last, full));
        before.State.UiGeneration.ShouldBe(2);
    }

    [Fact]
    public void Data_that_was_never_shown_to_be_fresh_is_stale()
    {
        var state = new Applying().Full("""{"a":1}""", "1", ""","age_seconds":null""").State;
        state.LastEvent.ShouldBeNull();
        var beat = Heartbeat.Of(state, Policy, Applying.Start);
        (beat.Health, beat.AgeSeconds).ShouldBe((Health.Stale, null));
    }

    [Theory]
    [InlineData("init", "ok")]
    [InlineData("ok", "ok")]
    [InlineData("warn", "warn")]
    [InlineData("stale", "stale")]
    public void What_is_read_from_a_relay_is_never_healthier_than_that_says(string said, string health)
    {
        var applying = Applying.WithBaseline();
        var state = applying.Send($$$"""{"type":"heartbeat","payload":{"health":"{{{said}}}"}}""").State;
        applying.Outcome.ShouldBe(EventOutcome.Noted);
        Heartbeat.Of(state, Policy, Applying.Start).Health.ToName().ShouldBe(health);
        state.UiGeneration.ShouldBe(1);
        state.LastEvent.ShouldBe(Applying.Start);
    }

    [Fact]
    public void A_relay_that_is_well_does_not_make_old_data_young()
    {
        var state = Applying.WithBaseline().Send("""{"type":"heartbeat","payload":{"health":"ok"}}""").State;
        Heartbeat.Of(state, Policy, Applying.Start.AddSeconds(31)).Health.ShouldBe(Health.Stale);
    }

    [Fact]
    public void Before_the_first_event_nothing_that_a_relay_says_is_a_health()
    {
        var state = new Applying().Send("""{"type":"heartbeat","payload":{"health":"stale"}}""").State;
        Heartbeat.Of(state, Policy, Applying.Start).Health.ShouldBe(Health.Init);
    }

    [Fact]
    public void A_replay_makes_no_timestamp_younger_and_older_data_older()
    {
        var start = Applying.Start;
        var before = Applying.WithBaseline().State;
        var replay = Feed.Decode("""{"type":"panel_full","payload":{"status":{"a":1}}}""");
        replay.IsReplay = true;
        var after = before.Apply(replay, start.AddMinutes(5), new StateLimits()).State;
        (after.LastEvent, after.LastFull).ShouldBe((start, start));
        replay.Age = TimeSpan.FromHours(1);
        after = before.Apply(replay, start.AddMinutes(5), new StateLimits()).State;
        after.LastEvent.ShouldBe(start.AddMinutes(-55));
    }

    [Fact]
    public void A_forced_baseline_is_taken_whole_by_a_store_that_holds_nothing()
    {
        var applying = new Applying().Send(Forced);
        applying.ShouldHave("""{"a":9}""");
        applying.State.Generation.ShouldBe(7);
        applying.State.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public void Of_a_forced_baseline_a_store_that_holds_one_takes_over_only_the_generation_and_asks_for_a_plain_one()
    {
        var applying = Applying.WithBaseline();
        var before = applying.State;
        applying.Send(Forced);
        applying.Outcome.ShouldBe(EventOutcome.Dropped("guard_baseline"));
        applying.ShouldHave("""{"a":1}""");
        applying.State.Generation.ShouldBe(7);
        applying.State.Need.LastReason.ShouldBe("guard_baseline");
        (applying.State.LastEvent, applying.State.UiGeneration, applying.State.FullCount)
            .ShouldBe((before.LastEvent, before.UiGeneration, before.FullCount));
    }

    [Fact]
    public void A_forced_baseline_without_a_generation_leaves_the_stored_one() =>
        Applying.WithBaseline().Send(Forced.Replace("\"generation\":7", "\"generation\":null", StringComparison.Ordinal)).State.Generation
            .ShouldBe(5);

    private const string Forced =
        """{"type":"panel_full","payload":{"forced_reason":"gap_exceeded","status":{"status":{"a":9},"panel_push_meta":{}}},"""
        + """ "generation":7}""";
}
