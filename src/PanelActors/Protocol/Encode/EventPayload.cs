namespace PanelActors.Protocol.Encode;

/// <summary>What one event says, before it has an id.</summary>
/// <param name="Kind">One kind.</param>
/// <param name="Json">The envelope's <c>payload</c>, on one line.</param>
internal readonly record struct EventPayload(EventKinds Kind, byte[] Json);
