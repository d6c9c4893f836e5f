using PanelActors.Tree;

namespace PanelActors.Events;

/// <summary>
/// What one frame of the feed means. A closed set: everything a frame can hold, what cannot be used included, is one of
/// the types in this file.
/// </summary>
public abstract record PanelEvent
{
    private protected PanelEvent(string type) => Type = type;

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public string Type { get; }

    /// <summary>The server generation the event belongs to, where it says so.</summary>
    public long? Generation { get; internal set; }

    /// <summary>How old the data was when it was sent: not negative, zero unless the event says otherwise.</summary>
    public TimeSpan Age { get; internal set; }
}

/// <summary>A baseline: <paramref name="Status"/> replaces all panels.</summary>
public sealed record PanelFullEvent(PanelObject Status) : PanelEvent(EventTypes.PanelFull);

/// <summary>
/// A change against the baseline. <paramref name="Patch"/> is null where the diff has no form that could be merged;
/// <paramref name="IsIncomplete"/> where the feed itself says that something is missing from it.
/// </summary>
public sealed record PanelDiffEvent(ObjectPatch? Patch, bool IsIncomplete) : PanelEvent(EventTypes.PanelDiff);

/// <summary>Alerts by severity.</summary>
public sealed record SeverityCountsEvent(PanelObject Counts) : PanelEvent(EventTypes.SeverityCounts);

/// <summary>The state of one kind of alert: an entry of seven keys, and perhaps counts, which are applied first.</summary>
public sealed record SeverityStateEvent(string AlertType, PanelObject Entry, PanelObject? Counts) : PanelEvent(EventTypes.SeverityState);

/// <summary>A follow-up alert. <paramref name="Time"/> is null where the feed did not say when.</summary>
public sealed record FollowupAlertEvent(DateTimeOffset? Time, string Level, string Component, string Message) : PanelEvent(EventTypes.FollowupAlert)
{
    /// <summary>The alert's own <c>type</c>, part of <see cref="Component"/>; null where there is none.</summary>
    public string? AlertType { get; init; }

    /// <summary>The alert's <c>index</c>, part of <see cref="Component"/>; null where there is none.</summary>
    public string? Index { get; init; }
}

/// <summary>An event of a type that means nothing here.</summary>
public sealed record UnknownEvent(string Name) : PanelEvent(EventTypes.Unknown);

/// <summary>
/// A frame whose content could not be used. Where it might have changed the panels (<paramref name="NeedsFull"/>), only
/// a new baseline tells what it held.
/// </summary>
public sealed record LostEvent(string Reason, bool NeedsFull) : PanelEvent(EventTypes.Unknown);
