namespace PanelActors.Protocol.Encode;

/// <summary>The content of one event, before it has an id.</summary>
/// <param name="Kind">One kind.</param>
/// <param name="Json">The envelope's <c>payload</c>, on one line.</param>
internal readonly record struct EventPayload(EventKinds Kind, byte[] Json);
