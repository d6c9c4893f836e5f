namespace PanelActors.Simulator;

/// <summary>What a simulated feed speaks.</summary>
internal enum SimulatorDialect
{
    /// <summary>Envelopes with type, payload, id and generation.</summary>
    Panels,

    /// <summary>The summary stream: named events without ids, whose whole history every client gets.</summary>
    Summary,
}
