using System.Text.Json.Serialization;

namespace PanelActors.Protocol.Encode;

/// <summary>How fresh a store is (specification 4.3 and 5.6). Times are unix seconds, null when never.</summary>
/// <param name="LastEventEpoch">When the latest applied event's data was current.</param>
/// <param name="LastPanelFullEpoch">The same of the latest baseline.</param>
/// <param name="LastPanelDiffEpoch">The same of the latest diff.</param>
/// <param name="StaleSeconds">Age of the data in seconds; null before the first event.</param>
/// <param name="Health"><c>init</c>, <c>ok</c>, <c>warn</c> or <c>stale</c>.</param>
/// <param name="WarnAfter">Age in seconds at which the health becomes <c>warn</c>.</param>
/// <param name="StaleAfter">Age in seconds at which the health becomes <c>stale</c>.</param>
internal sealed record HeartbeatBody(
    double? LastEventEpoch, double? LastPanelFullEpoch, double? LastPanelDiffEpoch, double? StaleSeconds,
    string Health, double WarnAfter, double StaleAfter);

/// <summary>How a <see cref="HeartbeatBody"/> is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HeartbeatBody))]
internal sealed partial class HeartbeatJson : JsonSerializerContext;
