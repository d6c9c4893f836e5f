namespace PanelActors.Watch;

/// <summary>The state of the way to the daemon.</summary>
internal enum LinkPhase
{
    /// <summary>It is connecting for the first time.</summary>
    Connecting,

    /// <summary>Events come as they are applied.</summary>
    Live,

    /// <summary>The connection stands, but the daemon does not answer.</summary>
    Silent,

    /// <summary>There is no connection.</summary>
    Lost,
}

/// <summary>The way to the daemon.</summary>
/// <param name="Phase">Its state.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why it is silent or lost.</param>
/// <param name="RetryAt">When the next attempt is made.</param>
internal sealed record WatchLink(LinkPhase Phase, DateTimeOffset Since, string Reason = "", DateTimeOffset? RetryAt = null)
{
    /// <summary>Whether the view may be out of date without a sign of it.</summary>
    public bool IsDown => Phase is LinkPhase.Silent or LinkPhase.Lost;
}
