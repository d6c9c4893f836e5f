namespace PanelActors.Protocol.Encode;

/// <summary>The payload of <c>bye</c>.</summary>
/// <param name="Reason">Why nothing follows.</param>
internal sealed record ByePayload(string Reason);
