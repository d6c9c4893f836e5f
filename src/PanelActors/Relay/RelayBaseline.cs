using PanelActors.Protocol.Encode;

namespace PanelActors.Relay;

/// <summary>
/// What a client must be told to know what the store knows at one place of the log: the status, severity, follow-ups. Made
/// once for all who need it there.
/// </summary>
/// <param name="Events">The events, ids growing.</param>
/// <param name="Place">From where in the log a client goes on that has them all.</param>
/// <param name="BytesSoFar">How many bytes the log had had written before that place.</param>
internal sealed record RelayBaseline(IReadOnlyList<EncodedEvent> Events, long Place, long BytesSoFar);
