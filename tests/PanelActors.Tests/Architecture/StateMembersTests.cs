using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using PanelActors.Composite;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.Protocol;
using PanelActors.Relay;
using PanelActors.Snapshots;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Tests.Architecture;

/// <summary>
/// Which parts carry each member of a state on its way out, and why not where one does not. A member that is added has to be added here,
/// and
/// is then looked for at each of them.
/// </summary>
public class StateMembersTests
{
    private const string Carried = "";
    private const string Counter = "a counter of this process; a subscriber counts for itself";
    private const string Generations = "the relay has generations of its own";
    private const string Heartbeats = "heartbeat events say it, and the ages of events";
    private const string Needs = "a subscriber of the relay gets whole states; whether the store needs a baseline is not its business";

    private static readonly DateTimeOffset Later = Composite.Stores.Now.AddSeconds(1);
    private static readonly PanelState Plain = Composite.Stores.Whole("""{"p":1}""");

    private static readonly Dictionary<string, Carriage> Members = new()
    {
        [nameof(PanelState.Status)] = new(Plain with { Status = PanelObject.Parse("""{"p":2}""") }),
        [nameof(PanelState.Generation)] = new(Plain with { Generation = 77 }, Relay: Generations),
        [nameof(PanelState.UiGeneration)] = new(
            Plain with { UiGeneration = 77 }, Relay: Counter, Composite: "a composite counts its own mutations"),
        [nameof(PanelState.FullCount)] = new(Plain with { FullCount = 77 }, Relay: Counter),
        [nameof(PanelState.DiffAppliedCount)] = new(Plain with { DiffAppliedCount = 77 }, Relay: Counter),
        [nameof(PanelState.DiffDroppedCount)] = new(Plain with { DiffDroppedCount = 77 }, Relay: Counter),
        [nameof(PanelState.LastEvent)] = new(Plain with { LastEvent = Later }, Relay: Heartbeats),
        [nameof(PanelState.LastFull)] = new(Plain with { LastFull = Later }, Relay: Heartbeats),
        [nameof(PanelState.LastDiff)] = new(Plain with { LastDiff = Later }, Relay: Heartbeats),
        [nameof(PanelState.UpstreamHealth)] = new(
            Plain with { UpstreamHealth = Health.Stale }, Codec: "the relay says it again on the next connection", Relay: Heartbeats,
            Snapshot: "the health beside it is never better"),
        [nameof(PanelState.Need)] = new(Plain.RaiseNeed("why"), Relay: Needs),
        [nameof(PanelState.SeverityCounts)] = new(Plain with { SeverityCounts = PanelObject.Parse("""{"warn":7}""") }),
        [nameof(PanelState.SeverityStates)] = new(Plain with { SeverityStates = PanelObject.Parse("""{"iv":{"active":"warn"}}""") }),
        [nameof(PanelState.Followups)] = new(Plain with { Followups = [new FollowupAlert(Later, "WARN", "c", null, "m")] }),
    };

    public static TheoryData<string> Names => [.. Members.Keys];

    [Fact]
    public void Every_member_of_a_state_is_accounted_for() =>
        typeof(PanelState).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(member => member.Name)
            .ShouldBe(Members.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_is_carried_by_whom_the_table_says(string name)
    {
        var carriage = Members[name];
        var member = typeof(PanelState).GetProperty(name)!;
        var value = Text(member.GetValue(carriage.Other));
        value.ShouldNotBe(Text(member.GetValue(Plain)), "the table's own example");
        if (carriage.Codec == Carried) Text(member.GetValue(AfterRestart(carriage.Other))).ShouldBe(value, "StateCodec");
        if (carriage.Relay == Carried) StateChanges.Between(Plain, carriage.Other).Changes.ShouldNotBeEmpty("StateChanges");
        if (carriage.Composite == Carried)
            Text(member.GetValue(Composed(carriage.Other))).ShouldNotBe(Text(member.GetValue(Composed(Plain))), "CompositeState");
        if (carriage.Snapshot == Carried) Rendered(carriage.Other).ShouldNotBe(Rendered(Plain), "EnrichedSnapshot");
    }

    private static PanelState AfterRestart(PanelState state)
    {
        StateCodec.Decode(StateCodec.Encode(new StoredState(state, EventId.Of("1"), "origin")), out var read).ShouldBe(StateFault.None);
        return read!.State;
    }

    private static PanelState Composed(PanelState state) => CompositeState.Of(
        Composition.Of(CompositeMerge.Failover, [Composite.Stores.Member("a", state)], 0), state, PanelState.Initial, followups: 5);

    private static string Rendered(PanelState state)
    {
        var rendered = EnrichedSnapshot.Render(new StoreSnapshot(state, 1));
        return Encoding.UTF8.GetString([.. rendered.UpToAge, .. rendered.Rest]);
    }

    private static string Text(object? value) => value switch
    {
        ResyncNeed need => $"{need.IsNeeded} {string.Join('|', need.Reasons)}",
        ImmutableArray<FollowupAlert> followups => string.Join('|', followups),
        DateTimeOffset time => time.ToString("O"),
        _ => $"{value}",
    };

    /// <summary>
    /// A state in which only one member is another, and why a part of the program leaves that out; empty where it does not.
    /// </summary>
    private sealed record Carriage(
        PanelState Other, string Codec = Carried, string Relay = Carried, string Composite = Carried, string Snapshot = Carried);
}
