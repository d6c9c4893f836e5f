namespace PanelActors.Protocol.Encode;

/// <summary>The members of <c>hello</c> and <c>heartbeat</c> that identify the relay.</summary>
/// <param name="Instance">The process.</param>
/// <param name="Path">Every <c>instance:store</c> that the store is made of, itself first.</param>
internal sealed record OriginPayload(string Instance, IReadOnlyList<string> Path);
