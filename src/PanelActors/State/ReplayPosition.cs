namespace PanelActors.State;

/// <summary>What a <see cref="ReplayDetector"/> knows besides the baselines.</summary>
/// <param name="Highest">The highest id so far; null before the first.</param>
/// <param name="Hash">The hash of the event that it came with.</param>
/// <param name="IsReplaying">Whether the feed is sending events again.</param>
internal readonly record struct ReplayPosition(EventId? Highest, ulong Hash, bool IsReplaying);
