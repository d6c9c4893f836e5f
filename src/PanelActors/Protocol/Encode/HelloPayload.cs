namespace PanelActors.Protocol.Encode;

/// <summary>The payload of <c>hello</c> (specification 5.1), to which an <see cref="OriginPayload"/> is added.</summary>
/// <param name="Store">The store.</param>
/// <param name="Resumed">Whether what follows goes on after the client's id.</param>
/// <param name="Reason">Why it does, or does not.</param>
internal sealed record HelloPayload(string Store, bool Resumed, string Reason);
