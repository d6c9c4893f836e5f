using PanelActors.Protocol.Encode;

namespace PanelActors.Relay;

/// <summary>
/// All that a client needs to hold what the store holds at one position of the log: the status, severity, follow-ups. Made once for all
/// clients that need it there.
/// </summary>
/// <param name="Events">The events, ids growing.</param>
/// <param name="Position">From where in the log a client goes on that has them all.</param>
/// <param name="BytesBefore">The bytes of the log before that position.</param>
internal sealed record RelayBaseline(IReadOnlyList<EncodedEvent> Events, long Position, long BytesBefore);
