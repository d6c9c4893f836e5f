using PanelActors.Tree;


namespace PanelActors.Protocol;

/// <summary>
/// What one frame of the feed means. A closed set: everything a frame can hold, what cannot be used included, is one of
/// the types in this file.
/// </summary>
internal abstract record PanelEvent
{
    private protected PanelEvent(string type) => Type = type;

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public string Type { get; }

    /// <summary>The server generation the event belongs to, where it says so.</summary>
    public long? Generation { get; internal set; }

    /// <summary>
    /// How old the data was when it was sent, not negative; null where nobody knows that it was ever fresh. Zero unless the event, or
    /// its <see cref="PublishedAt"/>, says otherwise.
    /// </summary>
    public TimeSpan? Age { get; internal set; } = TimeSpan.Zero;

    /// <summary>When the feed published the data, in unix seconds by its own clock; NaN where it does not say, or says the age itself.</summary>
    public double PublishedAt { get; internal set; } = double.NaN;

    /// <summary>The id that the event itself carries; null where it has none.</summary>
    public EventId? Id { get; internal set; }

    /// <summary>A hash of the event as it was sent, to tell a repeated one from another with the same id; 0 where it has no id.</summary>
    public ulong Hash { get; internal set; }

    /// <summary>Whether the event was applied before and is sent again: it makes no data younger.</summary>
    public bool IsReplay { get; internal set; }
}

/// <summary>A baseline: <paramref name="Status"/> replaces all panels.</summary>
internal sealed record PanelFullEvent(PanelObject Status) : PanelEvent(EventTypes.PanelFull)
{
    /// <summary>
    /// Whether a guard of the feed forced it, at a moment that has nothing to do with what a reader holds: it is taken only by a store
    /// that holds nothing.
    /// </summary>
    public bool IsForced { get; init; }
}

/// <summary>
/// A change against the baseline. <paramref name="Patch"/> is null where the diff has no form that could be merged;
/// <paramref name="IsIncomplete"/> where the feed itself says that something is missing from it.
/// </summary>
internal sealed record PanelDiffEvent(ObjectPatch? Patch, bool IsIncomplete) : PanelEvent(EventTypes.PanelDiff)
{
    /// <summary>Whether the feed began anew and has not sent the baseline that this is a change against.</summary>
    public bool LacksBaseline { get; init; }
}

/// <summary>Alerts by severity.</summary>
internal sealed record SeverityCountsEvent(PanelObject Counts) : PanelEvent(EventTypes.SeverityCounts);

/// <summary>The state of one kind of alert: an entry of seven keys, and perhaps counts, which are applied first.</summary>
internal sealed record SeverityStateEvent(string AlertType, PanelObject Entry, PanelObject? Counts) : PanelEvent(EventTypes.SeverityState);

/// <summary>A follow-up alert. <paramref name="Time"/> is null where the feed did not say when.</summary>
/// <param name="Time">When the alert was raised.</param>
/// <param name="Level">Its severity in upper case.</param>
/// <param name="AlertType">The alert's own <c>type</c>; null where there is none.</param>
/// <param name="Index">The alert's <c>index</c>; null where there is none.</param>
/// <param name="Message">What it is about.</param>
internal sealed record FollowupAlertEvent(DateTimeOffset? Time, string Level, string? AlertType, string? Index, string Message)
    : PanelEvent(EventTypes.FollowupAlert);

/// <summary>What a relay says of itself: <c>hello</c> or <c>heartbeat</c>.</summary>
internal sealed record RelayStatusEvent(string Name) : PanelEvent(EventTypes.Unknown)
{
    /// <summary>How fresh the relay's store is by its own word; null where it does not say.</summary>
    public Health? Health { get; init; }

    /// <summary>Every <c>instance:store</c> that the relay's store is made of; null where it does not say.</summary>
    public IReadOnlyList<string>? Path { get; init; }
}

/// <summary>The first event of a publisher's stream; <paramref name="Fingerprint"/>, a hash of its bytes, tells one life of the publisher from the next.</summary>
internal sealed record PublisherHelloEvent(ulong Fingerprint) : PanelEvent(EventTypes.Hello);

/// <summary>A publisher's word that nothing has changed: what is held is as fresh as this event.</summary>
internal sealed record UnchangedEvent() : PanelEvent(EventTypes.Heartbeat);

/// <summary>What a publisher says of itself and means nothing for its panels. <paramref name="Name"/> is one of <see cref="EventTypes"/>.</summary>
internal sealed record PublisherNoteEvent(string Name) : PanelEvent(Name);

/// <summary>
/// The feed says, or shows, that what is held is not what it sends any more: a new baseline is needed for <paramref name="Reason"/>.
/// <paramref name="Name"/> is one of <see cref="EventTypes"/>.
/// </summary>
internal sealed record ResyncNeededEvent(string Name, string Reason) : PanelEvent(Name);

/// <summary>An event of a type that means nothing here.</summary>
internal sealed record UnknownEvent(string Name) : PanelEvent(EventTypes.Unknown);

/// <summary>
/// A frame whose content could not be used. Where it might have changed the panels (<paramref name="NeedsFull"/>), only
/// a new baseline tells what it held.
/// </summary>
internal sealed record LostEvent(string Reason, bool NeedsFull) : PanelEvent(EventTypes.Unknown);
