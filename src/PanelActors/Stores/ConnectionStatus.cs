namespace PanelActors.Stores;

/// <summary>What a source's connection is doing (specification 4.2).</summary>
internal enum ConnectionPhase
{
    /// <summary>A request is under way.</summary>
    Connecting,

    /// <summary>The response was accepted and is being read.</summary>
    Open,

    /// <summary>The next attempt is scheduled.</summary>
    Waiting,

    /// <summary>Nothing happens until the source is started again.</summary>
    Stopped,
}

/// <summary>A source's connection at one moment.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Attempt">Number of the latest attempt; grows for as long as the process lives.</param>
/// <param name="LastError">Why the latest connection ended, for people; null once one is open again.</param>
internal sealed record ConnectionStatus(ConnectionPhase Phase, int Attempt, string? LastError)
{
    /// <summary>The phase as the API shows it.</summary>
    public string PhaseName => NameOf(Phase);

    public static string NameOf(ConnectionPhase phase) => phase switch
    {
        ConnectionPhase.Connecting => "connecting",
        ConnectionPhase.Open => "open",
        ConnectionPhase.Waiting => "waiting",
        _ => "stopped",
    };
}
