using System.Text.Json.Serialization;

namespace PanelActors.Protocol.Encode;

/// <summary>How the payloads of <c>hello</c> and <c>bye</c> are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HelloPayload))]
[JsonSerializable(typeof(OriginPayload))]
[JsonSerializable(typeof(ByePayload))]
internal sealed partial class PayloadJson : JsonSerializerContext;
