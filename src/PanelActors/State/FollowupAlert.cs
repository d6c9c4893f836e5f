namespace PanelActors.State;

/// <summary>A follow-up alert as it is kept: when, how grave, who says so, and what.</summary>
public sealed record FollowupAlert(DateTimeOffset Time, string Level, string Component, string Message)
{
    /// <summary>The source it came from, where it is shown among those of others; else null.</summary>
    public string? Source { get; init; }
}
