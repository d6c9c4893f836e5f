using System.Collections.Immutable;
using PanelActors.Composite;
using PanelActors.Protocol;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Tree;

namespace PanelActors.Tests.Composite;

/// <summary>Stores to compose, and states for them.</summary>
internal static class Stores
{
    public static readonly DateTimeOffset Now = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly FreshnessPolicy Freshness = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    public static Store Source(string name) =>
        new SourceStore(new StoreBoard(name), Freshness, true, null!, new SourceConnection(TimeProvider.System));

    public static Member Member(string name, PanelState state) => new(Source(name), new StoreSnapshot(state, 1));

    /// <summary>Members named a, b, c, … with these statuses; null = no baseline.</summary>
    public static ImmutableArray<Member> Members(params string?[] statuses) =>
        [.. statuses.Select((status, i) => Member(((char)('a' + i)).ToString(), status is null ? PanelState.Initial : Whole(status)))];

    /// <summary>A state with a baseline that is <paramref name="age"/> seconds old at <see cref="Now"/>.</summary>
    public static PanelState Whole(string status, double age = 0) =>
        After(PanelState.Initial, new PanelFullEvent(PanelObject.Parse(status)), age);

    public static PanelState After(PanelState state, PanelEvent panelEvent, double age = 0) =>
        state.Apply(panelEvent, Now.AddSeconds(-age), new StateLimits()).State;

    public static ImmutableArray<Member> With(this ImmutableArray<Member> members, int index, PanelState state) =>
        members.SetItem(index, members[index] with { Snapshot = new StoreSnapshot(state, members[index].Snapshot.Version + 1) });
}
