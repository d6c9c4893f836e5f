using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Tests.State;

/// <summary>What events do that say something about the feed, and nothing about panels or alerts.</summary>
public sealed class NotedTests
{
    private static readonly PanelState Whole = Applying.WithBaseline().State;

    [Fact]
    public void What_a_relay_says_of_its_store_is_kept_and_mutates_nothing()
    {
        var noted = Applied(Whole, new RelayStatusEvent("heartbeat") { Health = Health.Warn });
        noted.UpstreamHealth.ShouldBe(Health.Warn);
        Applying.BesidesNeedAndDrops(noted).ShouldBe(Applying.BesidesNeedAndDrops(Whole));
        Applied(noted, new RelayStatusEvent("heartbeat") { Health = Health.Warn }).ShouldBeSameAs(noted);
        Applied(noted, new RelayStatusEvent("hello")).ShouldBeSameAs(noted);
        noted.WithUpstreamHealth(null).UpstreamHealth.ShouldBeNull();
        noted.WithUpstreamHealth(Health.Warn).ShouldBeSameAs(noted);
    }

    [Fact]
    public void What_a_publisher_says_of_itself_changes_nothing()
    {
        Applied(Whole, new PublisherHelloEvent(1)).ShouldBeSameAs(Whole);
        Applied(Whole, new PublisherNoteEvent("bye")).ShouldBeSameAs(Whole);
    }

    [Fact]
    public void A_feed_may_say_itself_that_a_baseline_is_needed()
    {
        var noted = Applied(Whole, new ResyncNeededEvent("truncated", "truncated"));
        noted.Need.Reasons.ShouldBe(["truncated"]);
        Applied(noted, new ResyncNeededEvent("truncated", "truncated")).ShouldBeSameAs(noted);
        Applying.BesidesNeedAndDrops(noted).ShouldBe(Applying.BesidesNeedAndDrops(Whole));
    }

    [Fact]
    public void That_nothing_changed_makes_panels_fresh_and_mutates_nothing()
    {
        var later = Applying.Start.AddMinutes(1);
        var (state, outcome, _) = Whole.Apply(new UnchangedEvent(), later, new StateLimits());
        outcome.ShouldBe(EventOutcome.Applied);
        (state.LastEvent, state.LastFull, state.UiGeneration).ShouldBe((later, Whole.LastFull, Whole.UiGeneration));
    }

    [Fact]
    public void Without_panels_there_is_nothing_that_could_be_fresh() =>
        Applied(PanelState.Initial, new UnchangedEvent()).ShouldBeSameAs(PanelState.Initial);

    private static PanelState Applied(PanelState state, PanelEvent noted)
    {
        var (next, outcome, diverged) = state.Apply(noted, Applying.Start.AddMinutes(1), new StateLimits());
        (outcome, diverged).ShouldBe((EventOutcome.Noted, 0));
        return next;
    }
}
