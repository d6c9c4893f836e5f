namespace PanelActors.Sources.Supervision;

/// <summary>When an input comes, and the chance that jitter takes from it.</summary>
/// <param name="Now">Monotonic time since an origin that stays the same.</param>
/// <param name="Random">At least 0, less than 1.</param>
internal readonly record struct Moment(TimeSpan Now, double Random);
