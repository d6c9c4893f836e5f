using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tree;

namespace PanelActors.Tests.State;

/// <summary>What a replay comes to.</summary>
public class ReplayGatheringTests
{
    private static readonly DateTimeOffset Now = Applying.Start.AddHours(1);
    private static readonly PanelState Shown = Applying.WithBaseline().Diff("""{"b":{"n":1}}""").State;

    [Theory]
    [InlineData(0, 250)]
    [InlineData(4_700, 250)]
    [InlineData(4_750, 250)]
    [InlineData(4_900, 100)]
    [InlineData(5_000, 0)]
    [InlineData(9_000, 0)]
    public void A_pause_or_five_seconds_end_it(int gatheredFor, int wait) =>
        ReplayGathering.WaitAfter(TimeSpan.FromMilliseconds(gatheredFor)).ShouldBe(TimeSpan.FromMilliseconds(wait));

    [Fact]
    public void The_same_panels_again_move_no_timestamp_and_mutate_nothing()
    {
        var outcome = Outcome("""{"a":0}""", """{"b":{"n":0}}""", """{"a":1.0,"b":{"n":1}}""");
        outcome.Status.ShouldBeSameAs(Shown.Status);
        (outcome.LastEvent, outcome.LastFull, outcome.LastDiff).ShouldBe((Shown.LastEvent, Shown.LastFull, Shown.LastDiff));
        (outcome.UiGeneration, outcome.Generation, outcome.DiffAppliedCount)
            .ShouldBe((Shown.UiGeneration, Shown.Generation, Shown.DiffAppliedCount));
        outcome.FullCount.ShouldBe(Shown.FullCount + 1, "that a baseline came is counted");
    }

    [Fact]
    public void A_baseline_among_them_meets_the_need() =>
        ReplayOn(Shown.RaiseNeed("x"), Full(Shown.Status!)).Need.ShouldBe(ResyncNeed.None);

    [Fact]
    public void Other_panels_are_one_mutation_of_now()
    {
        var outcome = Outcome("""{"a":0}""", """{"b":2}""", """{"c":3}""");
        outcome.Status!.ToString().ShouldBe("""{"a":0,"b":2,"c":3}""");
        (outcome.UiGeneration, outcome.FullCount, outcome.DiffAppliedCount)
            .ShouldBe((Shown.UiGeneration + 1, Shown.FullCount + 1, Shown.DiffAppliedCount + 2));
        (outcome.LastEvent, outcome.LastFull, outcome.LastDiff).ShouldBe((Now, Now, Now));
    }

    [Fact]
    public void What_a_replay_did_not_hold_keeps_its_timestamp()
    {
        var outcome = ReplayOn(Shown, Full(PanelObject.Empty));
        (outcome.LastEvent, outcome.LastFull, outcome.LastDiff).ShouldBe((Now, Now, Shown.LastDiff));
    }

    [Fact]
    public void A_heartbeat_that_is_replayed_freshens_nothing() => ReplayOn(Shown, new UnchangedEvent()).ShouldBeSameAs(Shown);

    [Fact]
    public void A_replay_of_nothing_changes_nothing() => ReplayOn(Shown).ShouldBeSameAs(Shown);

    [Fact]
    public void The_first_baseline_is_of_now()
    {
        var outcome = ReplayOn(PanelState.Initial, Full(PanelObject.Empty));
        (outcome.LastEvent, outcome.UiGeneration, outcome.Generation, outcome.Need).ShouldBe((Now, 1, 1, ResyncNeed.None));
    }

    [Fact]
    public void What_was_dropped_and_what_the_relay_said_is_known_also_where_the_panels_are_the_same()
    {
        var hidden = Shown.WithUpstreamHealth(Health.Warn).Apply(Feed.Decode("""{"diff":[]}"""), Now, new StateLimits()).State;
        var outcome = new ReplayGathering(hidden, default).Outcome(Shown, Now);
        (outcome.DiffDroppedCount, outcome.UpstreamHealth, outcome.Need).ShouldBe((Shown.DiffDroppedCount + 1, Health.Warn, hidden.Need));
        (outcome.UiGeneration, outcome.LastEvent).ShouldBe((Shown.UiGeneration, Shown.LastEvent));
    }

    [Fact]
    public void Diffs_alone_move_the_timestamps_of_diffs()
    {
        var outcome = ReplayOn(Shown, Feed.Decode("""{"diff":{"c":3}}"""));
        (outcome.LastEvent, outcome.LastFull, outcome.LastDiff).ShouldBe((Now, Shown.LastFull, Now));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    public void One_that_ended_with_its_connection_is_whole_with_a_bye_or_where_nothing_was_shown(bool bye, bool isShown, bool isWhole) =>
        new ReplayGathering(Shown, default, bye).IsWholeAtEnd(isShown ? Shown : PanelState.Initial).ShouldBe(isWhole);

    private static PanelState Outcome(string baseline, params string[] diffs) => ReplayOn(
        Shown, [Full(PanelObject.Parse(baseline)), .. diffs.Select(diff => Feed.Decode($$"""{"diff":{{diff}}}"""))]);

    private static PanelFullEvent Full(PanelObject status) => new(status);

    private static PanelState ReplayOn(PanelState shown, params PanelEvent[] events)
    {
        var hidden = shown;
        foreach (var panelEvent in events) hidden = hidden.Apply(panelEvent, Now.AddSeconds(-1), new StateLimits()).State;
        return new ReplayGathering(hidden, default).Outcome(shown, Now);
    }
}
