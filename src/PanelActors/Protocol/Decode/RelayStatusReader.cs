using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>Reads health and path of a relay (specification 2.9 and 2.10). A member of another type counts as absent.</summary>
internal static class RelayStatusReader
{
    private const int MaxPath = 64;

    private const int MaxStoreLength = 200;

    /// <summary>Null where the event is of another type, or has neither health nor path.</summary>
    public static RelayStatusEvent? Read(string name, TapeValue? body)
    {
        if (name is not (EventTypes.Hello or EventTypes.Heartbeat)) return null;
        var (path, health) = (PathIn(body), name == EventTypes.Heartbeat ? HealthIn(body) : null);
        return path is null && health is null ? null : new RelayStatusEvent(name) { Path = path, Health = health };
    }

    private static Health? HealthIn(TapeValue? body) =>
        body is { } given && given.TryGet("health"u8, out var value) && value.AsString() is { } name
            && HealthNames.TryParse(name, out var health) ? health : null;

    private static List<string>? PathIn(TapeValue? body)
    {
        if (body is not { } given || !given.TryGet("path"u8, out var list) || !list.IsArray) return null;
        var path = new List<string>();
        foreach (var item in list.Elements)
        {
            if (path.Count == MaxPath) break;
            if (item.AsString() is { Length: > 0 and <= MaxStoreLength } store) path.Add(store);
        }

        return path;
    }
}
