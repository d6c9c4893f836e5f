
namespace PanelActors.Protocol.Encode;

/// <summary>The types of what a relay sends (specification 5.1), as a set.</summary>
[Flags]
internal enum RelayTypes
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
internal static class RelayTypeNames
{
    /// <summary>How fresh the data is.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>The first event on a connection.</summary>
    public const string Hello = "hello";

    /// <summary>The last event on a connection.</summary>
    public const string Bye = "bye";

    /// <summary>The name on the wire.</summary>
    public static string NameOf(RelayTypes type) => type switch
    {
        RelayTypes.PanelFull => EventTypes.PanelFull,
        RelayTypes.PanelDiff => EventTypes.PanelDiff,
        RelayTypes.SeverityCounts => EventTypes.SeverityCounts,
        RelayTypes.SeverityState => EventTypes.SeverityState,
        RelayTypes.FollowupAlert => EventTypes.FollowupAlert,
        RelayTypes.Heartbeat => Heartbeat,
        RelayTypes.Hello => Hello,
        RelayTypes.Bye => Bye,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not the type of one event."),
    };

    /// <summary>The set that a client asked for with <c>types=a,b</c>: everything where it named nothing. Unknown names mean nothing.</summary>
    public static RelayTypes Parse(string? types)
    {
        if (string.IsNullOrWhiteSpace(types)) return RelayTypes.All;
        var set = RelayTypes.Always;
        foreach (var name in types.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            set |= name.Equals(Heartbeat, StringComparison.OrdinalIgnoreCase) ? RelayTypes.Heartbeat : EventTypes.Resolve(name) switch
            {
                EventTypes.PanelFull => RelayTypes.PanelFull,
                EventTypes.PanelDiff => RelayTypes.PanelDiff,
                EventTypes.SeverityCounts => RelayTypes.SeverityCounts,
                EventTypes.SeverityState => RelayTypes.SeverityState,
                EventTypes.FollowupAlert => RelayTypes.FollowupAlert,
                _ => RelayTypes.None,
            };
        }

        return set;
    }
}
