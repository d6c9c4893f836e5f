namespace PanelActors.Telemetry;

/// <summary>
/// The labels whose values are closed sets. Their counters are shown from zero on, so that the first increase is seen as one. The sets
/// belong to the rooms that count; Hosting brings them together.
/// </summary>
internal sealed record MetricLabels
{
    public static readonly MetricLabels None = new();

    public IReadOnlyList<string> EventTypes { get; init; } = [];

    /// <summary>Each reason for which an event is not applied, with the types of event that it can meet.</summary>
    public IReadOnlyList<(string Type, string Reason)> Drops { get; init; } = [];

    /// <summary>Why a frame could not be decoded.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>How a request for a baseline ends.</summary>
    public IReadOnlyList<string> RequestOutcomes { get; init; } = [];

    public IReadOnlyList<string> ConnectionStates { get; init; } = [];
}
