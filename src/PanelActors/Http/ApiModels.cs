using System.Text.Json.Serialization;

namespace PanelActors.Http;

/// <summary>One store in the list of stores (specification 4.2).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>source</c> or <c>composite</c>.</param>
/// <param name="Health"><c>init</c>, <c>ok</c>, <c>warn</c> or <c>stale</c>.</param>
/// <param name="Connection"><c>connecting</c>, <c>open</c>, <c>waiting</c> or <c>stopped</c>; null where there is none.</param>
/// <param name="Generation">The server's generation of the baseline; null before the first.</param>
/// <param name="UiGeneration">Successful mutations.</param>
/// <param name="NeedFull">Whether a baseline is needed.</param>
/// <param name="NeedFullReason">Why; null while none is needed.</param>
/// <param name="Panels">Number of panels.</param>
/// <param name="LastError">Why the latest connection ended or was refused; null while one is open.</param>
internal sealed record StoreSummary(
    string Name, string Kind, string Health, string? Connection, long? Generation, long UiGeneration, bool NeedFull, string? NeedFullReason, int Panels, string? LastError);

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
internal sealed partial class ApiJson : JsonSerializerContext;
