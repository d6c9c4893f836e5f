using PanelActors.Protocol.Encode;

namespace PanelActors.Relay;

/// <summary>Where a client begins.</summary>
/// <param name="Log">The log it follows.</param>
/// <param name="Hello">The first event it gets.</param>
/// <param name="Baseline">What it gets then, nothing where it resumes, and from where in the log it goes on.</param>
internal sealed record RelayWelcome(RelayLog Log, EncodedEvent Hello, RelayBaseline Baseline);
