namespace PanelActors.Protocol.Encode;

/// <summary>The kinds of events by their names on the wire.</summary>
internal static class EventKindNames
{
    /// <summary>How fresh the data is.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>The first event on a connection.</summary>
    public const string Hello = "hello";

    /// <summary>The last event on a connection.</summary>
    public const string Bye = "bye";

    public static string NameOf(EventKinds kind) => kind switch
    {
        EventKinds.PanelFull => EventTypes.PanelFull,
        EventKinds.PanelDiff => EventTypes.PanelDiff,
        EventKinds.SeverityCounts => EventTypes.SeverityCounts,
        EventKinds.SeverityState => EventTypes.SeverityState,
        EventKinds.FollowupAlert => EventTypes.FollowupAlert,
        EventKinds.Heartbeat => Heartbeat,
        EventKinds.Hello => Hello,
        EventKinds.Bye => Bye,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not the kind of one event."),
    };

    /// <summary>
    /// The set that a client asked for with <c>types=a,b</c>: everything where it named nothing. Unknown names mean nothing.
    /// </summary>
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
