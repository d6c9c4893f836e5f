using System.Text;
using PanelActors.Composite;
using PanelActors.Configuration;
using PanelActors.Hosting;
using PanelActors.Persistence;
using PanelActors.Protocol;
using PanelActors.Protocol.Encode;
using PanelActors.Relay;
using PanelActors.Snapshots;
using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;

namespace PanelActors.Tests.Extending;

/// <summary>
/// Each event type takes the way that docs/extending.md describes: in, into the state, and out by every door. A type that is added to
/// <see cref="EventTypes.Known"/> gets an example here, and each step that is left out fails.
/// </summary>
public sealed class EventTypeTests
{
    private static readonly PanelState Before = Composite.Stores.Whole("""{"p":1}""");

    private static readonly Dictionary<string, string> Bodies = new()
    {
        [EventTypes.PanelFull] = """{"status":{"p":2}}""",
        [EventTypes.PanelDiff] = """{"diff":{"p":2}}""",
        [EventTypes.SeverityCounts] = """{"counts":{"info":3,"warn":1,"critical":0}}""",
        [EventTypes.SeverityState] = """{"alert_type":"iv","active":"warn","reasons":["gap"]}""",
        [EventTypes.FollowupAlert] = """{"alert":{"type":"iv","severity":"warn","message":"m"},"ts":1690000000}""",
    };

    public static TheoryData<string> Types => [.. EventTypes.Known];

    [Fact]
    public void Every_type_has_an_example() => Bodies.Keys.ShouldBe(EventTypes.Known, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Types))]
    public void It_can_be_asked_for_and_is_counted(string type)
    {
        new SourceOptions().Types.ShouldContain(type);
        EventTypes.Resolve(type.ToUpperInvariant()).ShouldBe(type);
        ClosedLabels.All.EventTypes.ShouldContain(type);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void It_is_read_and_changes_the_state(string type)
    {
        Event(type).Type.ShouldBe(type);
        After(type).UiGeneration.ShouldBe(Before.UiGeneration + 1);
        Rendered(After(type)).ShouldNotBe(Rendered(Before));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_it_changed_is_restored(string type)
    {
        StateCodec.Decode(StateCodec.Encode(new StoredState(After(type), EventId.Of("1"), "origin")), out var stored)
            .ShouldBe(StateFault.None);
        Rendered(stored!.State).ShouldBe(Rendered(After(type)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_subscriber_that_follows_gets_to_the_same_state(string type)
    {
        var follower = StateChanges.Between(Before, After(type)).Changes.Aggregate(Before, Apply);

        Content(follower).ShouldBe(Content(After(type)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_subscriber_that_begins_gets_to_the_same_state(string type)
    {
        var after = After(type);
        var beginner = StateChanges.Alerts(after).Prepend(StateChanges.Baseline(after.Status!)).Aggregate(PanelState.Initial, Apply);

        Content(beginner).ShouldBe(Content(after));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_composite_shows_it(string type) => Rendered(Composed(After(type))).ShouldNotBe(Rendered(Composed(Before)));

    private static PanelState Composed(PanelState state) => CompositeState.Of(
        Composition.Of(CompositeMerge.Failover, [Composite.Stores.Member("a", state)], 0), state, PanelState.Initial, followups: 5);

    private static PanelEvent Event(string type) => Feed.Decode(Feed.Envelope(type, Bodies[type]), type);

    private static PanelState After(string type) => Composite.Stores.After(Before, Event(type));

    private static PanelState Apply(PanelState state, EventPayload change) =>
        Composite.Stores.After(
            state, Feed.Decode(Feed.Envelope(EventKindNames.NameOf(change.Kind), Encoding.UTF8.GetString(change.Json))));

    private static string Content(PanelState state) =>
        $"{state.Status} {state.SeverityCounts} {state.SeverityStates} {string.Join('|', state.Followups)}";

    private static string Rendered(PanelState state)
    {
        var rendered = EnrichedSnapshot.Render(new StoreSnapshot(state, 1));
        return Encoding.UTF8.GetString([.. rendered.UpToAge, .. rendered.Rest]);
    }
}
