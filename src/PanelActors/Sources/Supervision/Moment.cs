namespace PanelActors.Sources.Supervision;

/// <summary>When an input comes, and the chance that jitter takes from it.</summary>
/// <param name="Now">Monotonic time since an origin that stays the same: what is measured.</param>
/// <param name="UtcNow">Time of the clock: what is shown.</param>
/// <param name="Random">At least 0, less than 1.</param>
internal readonly record struct Moment(TimeSpan Now, DateTimeOffset UtcNow, double Random);
