namespace PanelActors.Simulator;

/// <summary>A simulated feed as a pure function of its settings and its start, tick by tick.</summary>
internal interface ISimulatedFeed
{
    /// <summary>Whether it sends nothing at the moment.</summary>
    bool Silent { get; }

    /// <summary>Whether it takes no new clients at the moment.</summary>
    bool Refusing { get; }

    /// <summary>
    /// The id of the first event of the history that every client gets after the <see cref="Opening"/>; null where each client asks for its
    /// own position.
    /// </summary>
    long? HistoryStart { get; }

    /// <summary>The next tick: at least one event, in the order of sending.</summary>
    IReadOnlyList<FeedEvent> Next();

    /// <summary>The first event for a client that asks for a baseline, or that gets the history.</summary>
    /// <param name="isCut">Whether the beginning of the history has been dropped.</param>
    FeedEvent Opening(bool isCut);
}
