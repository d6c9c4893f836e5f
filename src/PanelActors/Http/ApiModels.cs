using System.Text.Json.Serialization;

namespace PanelActors.Http;

/// <summary>Why a baseline is asked for.</summary>
/// <param name="Reason">A short name; shown in the snapshot until the baseline comes.</param>
internal sealed record FullRequestBody(string? Reason);

/// <summary>That something was asked for, and will be tried.</summary>
/// <param name="Store">Of which store.</param>
/// <param name="Reason">Why.</param>
internal sealed record FullRequestAccepted(string Store, string Reason);

/// <summary>An answer of a health check.</summary>
/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Waiting">What keeps it from being ready: store and state.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<string> Waiting);

/// <summary>How the API's bodies are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<StoreSummary>))]
[JsonSerializable(typeof(FullRequestBody))]
[JsonSerializable(typeof(FullRequestAccepted))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(double[][]))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
internal sealed partial class ApiJson : JsonSerializerContext;
