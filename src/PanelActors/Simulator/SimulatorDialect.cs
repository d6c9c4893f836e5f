namespace PanelActors.Simulator;

internal enum SimulatorDialect
{
    /// <summary>Envelopes with type, payload, id and generation.</summary>
    Panels,

    /// <summary>The summary stream: named events without ids, with the whole history for every client.</summary>
    Summary,
}
