using System.Collections.Immutable;
using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>What the person at the keyboard wants to see: everything about the screen that is not the daemon's.</summary>
internal sealed record WatchView
{
    // How long a panel that changed is marked.
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    /// <summary>The zone of every time that is shown.</summary>
    public WatchZones Zones { get; init; } = WatchZones.From(WatchZone.Local);

    /// <summary>The first line that is shown, of the panels, the stores or the history.</summary>
    public int Scroll { get; init; }

    /// <summary>What panels and keys must have in their names; empty for all.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Whether the filter is being typed.</summary>
    public bool IsTyping { get; init; }

    /// <summary>Whether the keys are explained.</summary>
    public bool IsHelping { get; init; }

    /// <summary>The index of the chosen store in the open list of stores; null where that is not open.</summary>
    public int? Picked { get; init; }

    /// <summary>The store that is chosen in the overview; null for the first.</summary>
    public string? Chosen { get; init; }

    /// <summary>Whether the history is shown, in place of the panels or the stores.</summary>
    public bool IsTimeline { get; init; }

    /// <summary>Whether older entries of the history would be shown if they were known.</summary>
    public bool WantsOlder { get; init; }

    /// <summary>The state at which the view was paused; null while it is not.</summary>
    public WatchState? Held { get; init; }

    /// <summary>When it was.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>Panels that changed a moment ago, and when.</summary>
    public ImmutableDictionary<PanelKey, DateTimeOffset> Fresh { get; init; } = ImmutableDictionary<PanelKey, DateTimeOffset>.Empty;

    private PanelObject? Seen { get; init; }

    /// <summary>The view of another store, or of all.</summary>
    public WatchView Other(string? chosen) => new() { Zones = Zones, Chosen = chosen };

    /// <summary>The state that is shown: <paramref name="state"/>, or the one at which the view was paused.</summary>
    public WatchState Shown(WatchState state) => Held ?? state;

    /// <summary>Whether the panel has just changed.</summary>
    public bool IsFresh(PanelKey panel, DateTimeOffset now) => Held is null && Fresh.TryGetValue(panel, out var at) && now - at < FreshFor;

    /// <summary>
    /// The view after it was drawn with <paramref name="state"/> at <paramref name="now"/>: marks the panels that changed since the last
    /// time.
    /// </summary>
    public WatchView Drawn(WatchState state, DateTimeOffset now)
    {
        DateTimeOffset? heldAt = Held is null ? null : HeldAt ?? now;
        if (heldAt != HeldAt) return (this with { HeldAt = heldAt }).Drawn(state, now);
        var status = Shown(state).Panels.Status;
        if (ReferenceEquals(status, Seen)) return this;
        var fresh = Fresh.RemoveRange(Fresh.Where(panel => now - panel.Value >= FreshFor).Select(static panel => panel.Key));
        // With the first picture everything is new.
        if (Seen is not null && status is not null)
            fresh = fresh.SetItems(status.Members.ChangedKeys(Seen.Members).Select(key => KeyValuePair.Create(key, now)));
        return this with { Seen = status, Fresh = fresh };
    }
}
