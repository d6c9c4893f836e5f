namespace PanelActors.Protocol;

/// <summary>
/// A follow-up alert (specification 2.6). Time, level, component, message and source are its identity: a feed that replays it may word type
/// and index otherwise.
/// </summary>
internal sealed record FollowupAlert
{
    private const string Name = "Follow-up";

    public FollowupAlert(DateTimeOffset time, string level, string? alertType, string? index, string message)
        : this(time, level, ComponentOf(alertType, index), message) => (AlertType, Index) = (alertType, index);

    private FollowupAlert(DateTimeOffset time, string level, string component, string message) =>
        (Time, Level, Component, Message) = (time, level, component, message);

    public DateTimeOffset Time { get; }

    /// <summary>The severity in upper case.</summary>
    public string Level { get; }

    /// <summary>The alert's <c>type</c> as the feed wrote it; null where it is absent.</summary>
    public string? AlertType { get; }

    /// <summary>The alert's <c>index</c> as the feed wrote it; null where it is absent.</summary>
    public string? Index { get; }

    /// <summary>Type and index as one text, which is what renderers show.</summary>
    public string Component { get; }

    public string Message { get; }

    /// <summary>The source that it came from, set in composites only.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// An alert of which only the component was stored. What follows its first word stands in for the type: it cannot be split into type
    /// and
    /// index any more, and it gives the same component again.
    /// </summary>
    public static FollowupAlert OfComponent(DateTimeOffset time, string level, string component, string message) =>
        component.StartsWith($"{Name} ", StringComparison.Ordinal)
            ? new FollowupAlert(time, level, component[(Name.Length + 1)..], index: null, message)
            : new FollowupAlert(time, level, component, message);

    public static string ComponentOf(string? alertType, string? index) =>
        string.Join(' ', new[] { Name, alertType, index }.Where(static part => part is not null));

    public bool Equals(FollowupAlert? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Time == other.Time && Level == other.Level && Component == other.Component && Message == other.Message
            && Source == other.Source);

    public override int GetHashCode() => HashCode.Combine(Time, Level, Component, Message, Source);
}
