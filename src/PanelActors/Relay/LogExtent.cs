namespace PanelActors.Relay;

/// <summary>How far a log reaches at one moment.</summary>
/// <param name="End">The position after the latest event that readers may see.</param>
/// <param name="Bytes">The bytes of all events that were ever written before that position.</param>
/// <param name="IsFinal">Whether no more events come.</param>
internal readonly record struct LogExtent(long End, long Bytes, bool IsFinal);
