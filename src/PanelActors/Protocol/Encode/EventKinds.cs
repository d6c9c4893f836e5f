
namespace PanelActors.Protocol.Encode;

/// <summary>The types of what a relay sends (specification 5.1), as a set.</summary>
[Flags]
internal enum EventKinds
{
    /// <summary>No type.</summary>
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

/// <summary>Names of relay types.</summary>
internal static class EventKindNames
{
    /// <summary>How fresh the data is.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>The first event on a connection.</summary>
    public const string Hello = "hello";

    /// <summary>The last event on a connection.</summary>
    public const string Bye = "bye";

    /// <summary>The name on the wire.</summary>
    public static string NameOf(EventKinds type) => type switch
    {
        EventKinds.PanelFull => EventTypes.PanelFull,
        EventKinds.PanelDiff => EventTypes.PanelDiff,
        EventKinds.SeverityCounts => EventTypes.SeverityCounts,
        EventKinds.SeverityState => EventTypes.SeverityState,
        EventKinds.FollowupAlert => EventTypes.FollowupAlert,
        EventKinds.Heartbeat => Heartbeat,
        EventKinds.Hello => Hello,
        EventKinds.Bye => Bye,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not the type of one event."),
    };

    /// <summary>The set that a client asked for with <c>types=a,b</c>: everything where it named nothing. Unknown names mean nothing.</summary>
    public static EventKinds Parse(string? types)
    {
        if (string.IsNullOrWhiteSpace(types)) return EventKinds.All;
        var set = EventKinds.Always;
        foreach (var name in types.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            set |= name.Equals(Heartbeat, StringComparison.OrdinalIgnoreCase) ? EventKinds.Heartbeat : EventTypes.Resolve(name) switch
            {
                EventTypes.PanelFull => EventKinds.PanelFull,
                EventTypes.PanelDiff => EventKinds.PanelDiff,
                EventTypes.SeverityCounts => EventKinds.SeverityCounts,
                EventTypes.SeverityState => EventKinds.SeverityState,
                EventTypes.FollowupAlert => EventKinds.FollowupAlert,
                _ => EventKinds.None,
            };
        }

        return set;
    }
}
