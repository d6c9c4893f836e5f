namespace PanelActors.Protocol.Encode;

/// <summary>The kinds of events that a relay sends (specification 5.1), as a set.</summary>
[Flags]
internal enum EventKinds
{
    None = 0,

    /// <summary>A whole baseline.</summary>
    PanelFull = 1,

    /// <summary>A change of the panels.</summary>
    PanelDiff = 2,

    /// <summary>Alerts by severity.</summary>
    SeverityCounts = 4,

    /// <summary>The state of one kind of alert.</summary>
    SeverityState = 8,

    /// <summary>A follow-up alert.</summary>
    FollowupAlert = 16,

    /// <summary>How fresh the data is.</summary>
    Heartbeat = 32,

    /// <summary>The first event on a connection.</summary>
    Hello = 64,

    /// <summary>The last event on a connection.</summary>
    Bye = 128,

    /// <summary>A comment, which keeps a quiet connection alive.</summary>
    Comment = 256,

    /// <summary>What a client gets whatever it asks for.</summary>
    Always = Hello | Bye | Comment,

    /// <summary>Everything.</summary>
    All = PanelFull | PanelDiff | SeverityCounts | SeverityState | FollowupAlert | Heartbeat | Always,
}
