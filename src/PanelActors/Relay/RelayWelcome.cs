namespace PanelActors.Relay;

/// <summary>Where a client begins.</summary>
/// <param name="Log">The log it follows.</param>
/// <param name="Hello">The first event it gets.</param>
/// <param name="Start">The place in the log from which on it gets everything.</param>
/// <param name="StartBytes">How many bytes the log had had written before that place.</param>
/// <param name="Baseline">What it is told when it gets to the baseline's place, which may be at once; null for nothing.</param>
public sealed record RelayWelcome(RelayLog Log, RelayEvent Hello, long Start, long StartBytes, RelayBaseline? Baseline);
