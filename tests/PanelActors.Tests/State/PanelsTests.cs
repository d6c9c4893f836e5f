using PanelActors.State;

namespace PanelActors.Tests.State;

public class PanelsTests
{
    [Fact]
    public void In_the_beginning_there_is_nothing_but_a_need()
    {
        var state = PanelState.Initial;
        state.Status.ShouldBeNull();
        (state.Generation, state.UiGeneration, state.LastEvent, state.LastFull, state.LastDiff).ShouldBe((null, 0, null, null, null));
        (state.Need.IsNeeded, state.Need.LastReason).ShouldBe((true, "snapshot_required"));
    }

    [Fact]
    public void A_full_becomes_the_baseline_and_ends_the_need()
    {
        var state = new Applying().Diff("""{"x":1}""").Full("""{"a":{"b":1}}""", "7").State;
        state.Status!.ToString().ShouldBe("""{"a":{"b":1}}""");
        (state.Generation, state.UiGeneration, state.FullCount).ShouldBe((7, 1, 1));
        (state.LastEvent, state.LastFull, state.LastDiff).ShouldBe((Applying.Start.AddSeconds(1), Applying.Start.AddSeconds(1), null));
        state.Need.ShouldBe(ResyncNeed.None);
    }

    [Fact]
    public void A_second_full_replaces_the_first_as_a_whole()
    {
        var applying = Applying.WithBaseline().Full("""{"b":2}""", "3");
        applying.ShouldHave("""{"b":2}""");
        (applying.State.Generation, applying.State.FullCount, applying.State.UiGeneration).ShouldBe((3, 2, 2));
    }

    [Theory]
    [InlineData("null", 1L)]
    [InlineData("null null null", 3L)]
    [InlineData("9 null", 10L)]
    [InlineData("9 \"x\" 2 null", 3L)]
    [InlineData("-5 null", -4L)]
    [InlineData("9223372036854775807 null", long.MaxValue)]
    public void A_full_without_a_generation_counts_on(string generations, long expected) =>
        generations.Split(' ').Aggregate(new Applying(), (applying, generation) => applying.Full("{}", generation)).State.Generation
            .ShouldBe(expected);

    [Theory]
    [InlineData("5")]
    [InlineData("\"5\"")]
    [InlineData("null")]
    public void A_diff_of_this_generation_or_none_is_merged(string generation)
    {
        var applying = Applying.WithBaseline().Diff("""{"b":{"c":2}}""", generation);
        applying.Outcome.ShouldBe(EventOutcome.Applied);
        applying.ShouldHave("""{"a":1,"b":{"c":2}}""");
        var state = applying.State;
        (state.Generation, state.UiGeneration, state.DiffAppliedCount, state.DiffDroppedCount).ShouldBe((5, 2, 1, 0));
        (state.LastEvent, state.LastFull, state.LastDiff)
            .ShouldBe((Applying.Start.AddSeconds(1), Applying.Start, Applying.Start.AddSeconds(1)));
        state.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public void A_diff_that_finds_nothing_to_change_is_applied_all_the_same()
    {
        var state = Applying.WithBaseline().Diff("""{"a":1}""").State;
        (state.UiGeneration, state.DiffAppliedCount, state.LastDiff).ShouldBe((2, 1, Applying.Start.AddSeconds(1)));
    }

    [Theory]
    [InlineData("""{"b":1}""", "4", "", "generation_mismatch")]
    [InlineData("""{"b":1}""", "6", "", "generation_mismatch")]
    [InlineData("""{"b":1}""", "5", ",\"truncated\":true", "incomplete_diff")]
    [InlineData("""{"b":1}""", "null", ",\"degraded\":true", "incomplete_diff")]
    [InlineData("""{"b":1,"_truncated":true}""", "5", "", "incomplete_diff")]
    [InlineData("[]", "5", "", "malformed_diff")]
    [InlineData("""{"panel":"","op":"full","data":1}""", "5", "", "malformed_diff")]
    [InlineData(
        """{"added":{"x":1},"removed":["a"],"changed":{},"nested":{"a":{"added":{},"removed":[],"changed":{}}}}""", "5", "",
        "malformed_diff")]
    [InlineData("""{"added":{"x":1},"removed":["a"],"changed":{"b":{"old":1}}}""", "5", "", "malformed_diff")]
    [InlineData("[]", "4", ",\"truncated\":true", "generation_mismatch")]
    [InlineData("[]", "5", ",\"truncated\":true", "incomplete_diff")]
    public void A_diff_that_cannot_be_trusted_changes_nothing_but_its_count_and_the_need(
        string diff, string generation, string more, string reason)
    {
        var applying = Applying.WithBaseline().Severity("severity_counts", """{"counts":{}}""").Followup("""{"alert":{}}""");
        var before = applying.State;
        applying.Diff(diff, generation, more);
        applying.Outcome.ShouldBe(EventOutcome.Dropped(reason));
        applying.State.DiffDroppedCount.ShouldBe(1);
        applying.State.Need.IsNeeded.ShouldBeTrue();
        applying.State.Need.Reasons.ShouldBe([reason]);
        Applying.BesidesNeedAndDrops(applying.State).ShouldBe(Applying.BesidesNeedAndDrops(before));
        ReferenceEquals(applying.State.Status, before.Status).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"b":1}""", "null", "")]
    [InlineData("""{"b":1}""", "5", "")]
    [InlineData("[]", "5", ",\"truncated\":true")]
    public void A_diff_before_any_baseline_is_dropped(string diff, string generation, string more)
    {
        var applying = new Applying().Diff(diff, generation, more);
        applying.Outcome.ShouldBe(EventOutcome.Dropped("no_baseline"));
        applying.State.Need.Reasons.ShouldBe(["no_baseline"]);
        applying.State.DiffDroppedCount.ShouldBe(1);
        Applying.BesidesNeedAndDrops(applying.State).ShouldBe(Applying.BesidesNeedAndDrops(PanelState.Initial));
    }

    [Fact]
    public void A_diff_may_still_be_merged_while_a_baseline_is_needed()
    {
        var applying = Applying.WithBaseline().Diff("[]").Diff("""{"b":1}""", "5");
        applying.ShouldHave("""{"a":1,"b":1}""");
        applying.State.Need.Reasons.ShouldBe(["malformed_diff"]);
    }

    [Fact]
    public void A_diff_that_grows_the_panels_past_their_bound_is_dropped_and_one_that_shrinks_them_is_not()
    {
        var applying = new Applying(new StateLimits(MaxStateBytes: 40)).Full($$"""{"big":"{{new string('x', 60)}}"}""");
        applying.Diff("""{"b":1}""").Outcome.ShouldBe(EventOutcome.Dropped("state_limit"));
        applying.State.Need.Reasons.ShouldBe(["state_limit"]);
        applying.Diff("""{"big":"y"}""").Outcome.ShouldBe(EventOutcome.Applied);
        applying.Diff("""{"big":"yyyyyyyyyyyyyyyyyyyyyyyyyyyyy"}""").Outcome.ShouldBe(EventOutcome.Applied);
        applying.State.Status!.Size.ShouldBe(39);
        applying.Diff("""{"big":"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"}""").Outcome.ShouldBe(EventOutcome.Dropped("state_limit"));
        applying.State.Status!.Size.ShouldBe(39);
    }

    [Fact]
    public void A_diff_may_grow_the_panels_to_their_bound_and_leave_them_as_large_as_they_are_beyond_it()
    {
        new Applying(new StateLimits(MaxStateBytes: 13)).Full("""{"a":1}""").Diff("""{"b":2}""").Outcome.ShouldBe(EventOutcome.Applied);
        new Applying(new StateLimits(MaxStateBytes: 12)).Full("""{"a":1}""").Diff("""{"b":2}""").Outcome
            .ShouldBe(EventOutcome.Dropped("state_limit"));
        new Applying(new StateLimits(MaxStateBytes: 5)).Full("""{"a":1}""").Diff("""{"a":2}""").Outcome.ShouldBe(EventOutcome.Applied);
    }
}
