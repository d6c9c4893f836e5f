namespace PanelActors.Protocol;

/// <summary>
/// A follow-up alert (specification 2.6). Its four fields and its source are its identity; the rest is the feed's wording, which the relay
/// passes on.
/// </summary>
internal sealed record FollowupAlert(DateTimeOffset Time, string Level, string Component, string Message)
{
    /// <summary>The source that it came from, set in composites only.</summary>
    public string? Source { get; init; }

    /// <summary>The alert's <c>type</c> as the feed wrote it; null where it is absent or unknown.</summary>
    public string? AlertType { get; init; }

    /// <summary>The alert's <c>index</c> as the feed wrote it; null where it is absent or unknown.</summary>
    public string? Index { get; init; }

    /// <summary>Whether both are the same alert; the wording does not count.</summary>
    public bool Equals(FollowupAlert? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Time == other.Time && Level == other.Level && Component == other.Component
            && Message == other.Message && Source == other.Source);

    public override int GetHashCode() => HashCode.Combine(Time, Level, Component, Message, Source);
}
