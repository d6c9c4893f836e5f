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

    /// <summary>Nothing happens until the source is restarted.</summary>
    Stopped,
}

/// <summary>A source's connection at one moment.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Attempt">Number of the latest attempt; grows for as long as the process lives.</param>
/// <param name="LastError">
/// Why the latest connection ended, for people; null once one is open again, unless the feed has a fault that no retry mends.
/// </param>
internal sealed record ConnectionStatus(ConnectionPhase Phase, int Attempt, string? LastError)
{
    /// <summary>The kind of a <see cref="LastError"/> that is a fault of the feed and not the end of a connection.</summary>
    public const string FeedFaultKind = "feed_fault";

    /// <summary>When <see cref="LastError"/> happened; null without one.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>A short name for <see cref="LastError"/>, as reconnects are counted by; null without one.</summary>
    public string? LastErrorKind { get; init; }

    /// <summary>When the next attempt begins; null unless one is waited for.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

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
