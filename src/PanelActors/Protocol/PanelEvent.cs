using PanelActors.Tree;

namespace PanelActors.Protocol;

/// <summary>
/// What one frame of the feed means. A closed set: everything that a frame can hold, also if it cannot be used, is one of the types in this
/// file.
/// </summary>
internal abstract record PanelEvent
{
    private protected PanelEvent(string type) => Type = type;

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public string Type { get; }

    /// <summary>The generation of the feed that the event belongs to; null where it has none.</summary>
    public long? Generation { get; internal set; }

    /// <summary>
    /// How old the data was when it was sent, not negative; null where the data is not known ever to have been fresh. Zero unless the
    /// event or its <see cref="PublishedAt"/> gives an age.
    /// </summary>
    public TimeSpan? Age { get; internal set; } = TimeSpan.Zero;

    /// <summary>When the feed published the data, in unix seconds by its own clock; NaN where the event gives no time, or an age.</summary>
    public double PublishedAt { get; internal set; } = double.NaN;

    /// <summary>The id in the event's own frame; null where that has none.</summary>
    public EventId? Id { get; internal set; }

    /// <summary>A hash of the event's bytes: a repetition has the same, another event with the same id has not. 0 without an id.</summary>
    public ulong Hash { get; internal set; }

    /// <summary>Whether the feed sends the event again: it makes no data younger.</summary>
    public bool IsReplay { get; internal set; }
}

/// <summary>A baseline: <paramref name="Status"/> replaces all panels.</summary>
internal sealed record PanelFullEvent(PanelObject Status) : PanelEvent(EventTypes.PanelFull)
{
    /// <summary>
    /// Whether a guard of the feed forced it, whatever its readers have: only a store without panels takes it (specification 1.9).
    /// </summary>
    public bool IsForced { get; init; }
}

/// <summary>
/// A change against the baseline. <paramref name="Patch"/> is null where the diff has no form that could be merged;
/// <paramref name="IsIncomplete"/> means that the feed marked it so.
/// </summary>
internal sealed record PanelDiffEvent(ObjectPatch? Patch, bool IsIncomplete) : PanelEvent(EventTypes.PanelDiff)
{
    /// <summary>Whether the feed restarted and has not sent its new baseline yet.</summary>
    public bool LacksBaseline { get; init; }
}

/// <summary>The number of alerts of each severity.</summary>
internal sealed record SeverityCountsEvent(PanelObject Counts) : PanelEvent(EventTypes.SeverityCounts);

/// <summary>The state of one kind of alert: an entry of seven keys, and perhaps counts, which are applied first.</summary>
internal sealed record SeverityStateEvent(string AlertType, PanelObject Entry, PanelObject? Counts) : PanelEvent(EventTypes.SeverityState);

/// <summary>A follow-up alert.</summary>
/// <param name="Time">When it was raised; null where the feed sent no time.</param>
/// <param name="Level">Its severity in upper case.</param>
/// <param name="AlertType">The alert's own <c>type</c>; null where there is none.</param>
/// <param name="Index">The alert's <c>index</c>; null where there is none.</param>
/// <param name="Message">What it is about.</param>
internal sealed record FollowupAlertEvent(DateTimeOffset? Time, string Level, string? AlertType, string? Index, string Message)
    : PanelEvent(EventTypes.FollowupAlert);

/// <summary>A <c>hello</c> or <c>heartbeat</c> of a relay.</summary>
internal sealed record RelayStatusEvent(string Name) : PanelEvent(EventTypes.Unknown)
{
    /// <summary>The health of the relay's store; null where the event has none.</summary>
    public Health? Health { get; init; }

    /// <summary>Every <c>instance:store</c> that the relay's store is made of; null where the event has no path.</summary>
    public IReadOnlyList<string>? Path { get; init; }
}

/// <summary>
/// The first event of a publisher's stream. <paramref name="Fingerprint"/>, a hash of its bytes, differs for each run of the publisher.
/// </summary>
internal sealed record PublisherHelloEvent(ulong Fingerprint) : PanelEvent(EventTypes.Hello);

/// <summary>A publisher's panels have not changed: they are as fresh as this event.</summary>
internal sealed record UnchangedEvent() : PanelEvent(EventTypes.Heartbeat);

/// <summary>An event of a publisher that concerns no panel. <paramref name="Name"/> is one of <see cref="EventTypes"/>.</summary>
internal sealed record PublisherNoteEvent(string Name) : PanelEvent(Name);

/// <summary>
/// The feed marks or shows that the panels are not its own any more: a resync is needed for <paramref name="Reason"/>.
/// <paramref name="Name"/> is one of <see cref="EventTypes"/>.
/// </summary>
internal sealed record ResyncNeededEvent(string Name, string Reason) : PanelEvent(Name);

/// <summary>An event of a type that is not known.</summary>
internal sealed record UnknownEvent(string Name) : PanelEvent(EventTypes.Unknown);

/// <summary>
/// A frame whose content cannot be used. <paramref name="NeedsFull"/>: it may have changed the panels, so a resync is needed.
/// </summary>
internal sealed record LostEvent(string Reason, bool NeedsFull) : PanelEvent(EventTypes.Unknown);
