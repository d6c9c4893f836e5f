namespace PanelActors.Relay;

/// <summary>A client that has been sent all there is in a log.</summary>
internal interface IWaitingClient
{
    /// <summary>
    /// Sends it what has come, without waiting for anything. True where it has been sent all again and waits on; else it is forgotten.
    /// </summary>
    bool Serve();
}
