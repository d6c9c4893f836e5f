using System.Text.Json.Serialization;

namespace PanelActors.Protocol.Encode;

/// <summary>The payload of <c>hello</c> (specification 5.1), but for <see cref="OriginPayload"/>.</summary>
/// <param name="Store">The store.</param>
/// <param name="Resumed">Whether what follows goes on after the client's id.</param>
/// <param name="Reason">Why it does, or does not.</param>
internal sealed record HelloPayload(string Store, bool Resumed, string Reason);

/// <summary>What <c>hello</c> and <c>heartbeat</c> say of the relay.</summary>
/// <param name="Instance">The process.</param>
/// <param name="Path">Every <c>instance:store</c> that the store is made of, itself first.</param>
internal sealed record OriginPayload(string Instance, IReadOnlyList<string> Path);

/// <summary>The payload of <c>bye</c>.</summary>
/// <param name="Reason">Why nothing follows.</param>
internal sealed record ByePayload(string Reason);

/// <summary>How these are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HelloPayload))]
[JsonSerializable(typeof(OriginPayload))]
[JsonSerializable(typeof(ByePayload))]
internal sealed partial class PayloadJson : JsonSerializerContext;
