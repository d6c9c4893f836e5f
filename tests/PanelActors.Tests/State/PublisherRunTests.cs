using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Tests.State;

/// <summary>Which run of a publisher a state is of.</summary>
public class PublisherRunTests
{
    private static readonly PanelEvent Hello = new PublisherHelloEvent(1);
    private static readonly PanelEvent OtherHello = new PublisherHelloEvent(2);
    private static readonly PanelEvent Full = new PanelFullEvent(PanelObject.Empty);
    private static readonly PanelEvent Diff = new PanelDiffEvent(null, false);
    private static readonly PanelEvent Unchanged = new UnchangedEvent();
    private static readonly PanelEvent Restarted = new ResyncNeededEvent(EventTypes.Hello, "publisher_restarted");

    [Fact]
    public void The_first_hello_tells_nothing() => Meanings(Hello, Diff, Unchanged).ShouldBe([Hello, Diff, Unchanged]);

    [Fact]
    public void The_same_hello_again_tells_nothing() => Meanings(Hello, Full, Hello, Diff).ShouldBe([Hello, Full, Hello, Diff]);

    [Fact]
    public void After_another_hello_the_state_is_of_the_run_before_until_a_baseline_comes() =>
        Meanings(Hello, Full, OtherHello, Diff, Unchanged, Full, Diff, Unchanged).ShouldBe(
        [
            Hello, Full, Restarted, new PanelDiffEvent(null, false) { LacksBaseline = true }, new PublisherNoteEvent(EventTypes.Heartbeat),
            Full, Diff, Unchanged,
        ]);

    [Fact]
    public void The_next_connection_knows_that_the_baseline_is_still_missing() =>
        Meanings(Hello, OtherHello, OtherHello, Full, OtherHello).ShouldBe([Hello, Restarted, Restarted, Full, OtherHello]);

    private static List<PanelEvent> Meanings(params PanelEvent[] sent)
    {
        var run = default(PublisherRun);
        var meanings = new List<PanelEvent>();
        foreach (var panelEvent in sent)
        {
            (run, var meant) = run.After(panelEvent);
            meanings.Add(meant);
        }

        return meanings;
    }
}
