namespace PanelActors.Relay;

/// <summary>One who has read all there is in a log.</summary>
internal interface IWaitingClient
{
    /// <summary>Reads what has come, without waiting for anything. True where it has read all again and goes on waiting; else it is forgotten.</summary>
    bool Serve();
}
