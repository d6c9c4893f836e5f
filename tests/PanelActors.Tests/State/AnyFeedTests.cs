using CsCheck;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tests.Tree;

namespace PanelActors.Tests.State;

/// <summary>What holds for every sequence of events.</summary>
public class AnyFeedTests
{
    private static readonly StateLimits Limits = new(FollowupAlerts: 3, MaxStateBytes: 400);

    private static readonly Gen<string[]> Feeds =
        Gen.OneOf<string>(
            Feed.AnyEnvelope, Feed.AnyEnvelope, Feed.AnyEnvelope, JsonGen.Broken,
            Gen.Const("""{"type":"full","payload":{"status":{"a":{"b":1}}},"generation":2}""")).Array[0, 40];

    [Fact]
    public void Nothing_throws_and_every_event_moves_just_what_its_outcome_says() => Feeds.Sample(
        feed =>
        {
            var state = PanelState.Initial;
            var now = Applying.Start;
            foreach (var data in feed)
            {
                var panelEvent = Feed.Decode(data);
                var (after, outcome, _) = state.Apply(panelEvent, now, Limits);
                if (outcome.Kind == OutcomeKind.Applied) ShouldHaveMutated(state, after, panelEvent, now);
                else ShouldHaveKeptAll(state, after, panelEvent, outcome);
                ShouldBeSound(after);
                state = after;
                now = now.AddSeconds(1);
            }
        },
        iter: 1000);

    [Fact]
    public void A_snapshot_taken_on_the_way_never_changes() => Feeds.Sample(feed =>
    {
        var decoder = new PanelEventDecoder(DiffForm.Auto, 64);
        var state = PanelState.Initial;
        var taken = new List<(PanelState State, string? Json)>();
        foreach (var data in feed)
        {
            state = state.Apply(decoder.Decode(Feed.Frame(data)), Applying.Start, Limits).State;
            taken.Add((state, state.Status?.ToString()));
        }

        foreach (var (snapshot, json) in taken) snapshot.Status?.ToString().ShouldBe(json);
    });

    private static void ShouldHaveMutated(PanelState before, PanelState after, PanelEvent panelEvent, DateTimeOffset now)
    {
        var mutations = panelEvent is SeverityStateEvent { Counts: not null } ? 2 : 1;
        after.UiGeneration.ShouldBe(before.UiGeneration + mutations);
        if (panelEvent.Age is null) after.LastEvent.ShouldBe(before.LastEvent);
        else after.LastEvent.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(now);
        after.FullCount.ShouldBe(before.FullCount + (panelEvent is PanelFullEvent ? 1 : 0));
        after.DiffAppliedCount.ShouldBe(before.DiffAppliedCount + (panelEvent is PanelDiffEvent ? 1 : 0));
        after.DiffDroppedCount.ShouldBe(before.DiffDroppedCount);
        if (panelEvent is PanelFullEvent) after.Need.ShouldBe(ResyncNeed.None);
        else if (panelEvent is not PanelDiffEvent) ReferenceEquals(after.Need, before.Need).ShouldBeTrue();
    }

    private static void ShouldHaveKeptAll(PanelState before, PanelState after, PanelEvent panelEvent, EventOutcome outcome)
    {
        outcome.Reason.ShouldNotBeNullOrEmpty();
        Applying.BesidesNeedAndDrops(after).ShouldBe(Applying.BesidesNeedAndDrops(before));
        var drops = panelEvent is PanelDiffEvent ? 1 : 0;
        after.DiffDroppedCount.ShouldBe(before.DiffDroppedCount + drops);
        if (drops == 0 && panelEvent is not LostEvent { NeedsFull: true }) ReferenceEquals(after, before).ShouldBeTrue();
        else after.Need.LastReason.ShouldBe(outcome.Reason);
    }

    private static void ShouldBeSound(PanelState state)
    {
        state.Need.Reasons.Length.ShouldBeLessThanOrEqualTo(10);
        for (var i = 1; i < state.Need.Reasons.Length; i++) state.Need.Reasons[i].ShouldNotBe(state.Need.Reasons[i - 1]);
        state.Followups.Length.ShouldBeLessThanOrEqualTo(Limits.FollowupAlerts);
        if (state.Status is null) state.Need.IsNeeded.ShouldBeTrue();
        (state.Generation is null).ShouldBe(state.Status is null);
    }
}
