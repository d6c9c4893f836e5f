namespace PanelActors.Protocol;

/// <summary>
/// A follow-up alert as it is kept: when, how grave, who says so, and what (specification 2.6). These four and its source
/// make it what it is; the rest is the feed's own wording, kept for whoever speaks the feed's protocol further on.
/// </summary>
internal sealed record FollowupAlert(DateTimeOffset Time, string Level, string Component, string Message)
{
    /// <summary>The source it came from, where it is shown among those of others; else null.</summary>
    public string? Source { get; init; }

    /// <summary>The alert's <c>type</c> as the feed wrote it; null where it wrote none, or where that is not known any more.</summary>
    public string? AlertType { get; init; }

    /// <summary>The alert's <c>index</c>; null as above.</summary>
    public string? Index { get; init; }

    /// <summary>Whether both are the same alert, whatever the wording they came in.</summary>
    public bool Equals(FollowupAlert? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Time == other.Time && Level == other.Level && Component == other.Component && Message == other.Message && Source == other.Source);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Time, Level, Component, Message, Source);
}
