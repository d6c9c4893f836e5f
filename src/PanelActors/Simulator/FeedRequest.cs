using System.Globalization;

namespace PanelActors.Simulator;

/// <summary>What a client asks of a feed: the query and the header of specification 1.7.</summary>
/// <param name="Types">The event types that it wants, or null for all.</param>
/// <param name="After">The last id that it has, -1 for text that is not an id, or null where it does not resume.</param>
/// <param name="ForceFull">Whether it wants a baseline first.</param>
internal sealed record FeedRequest(IReadOnlySet<string>? Types, long? After, bool ForceFull)
{
    /// <summary>Reads a request. It cannot be wrong: an unknown value counts as absent.</summary>
    public static FeedRequest Of(HttpRequest request)
    {
        var types = request.Query["types"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // A browser reconnects to the same address, so the header is the newer of the two.
        var header = request.Headers["Last-Event-ID"].ToString();
        var after = header.Length > 0 ? header : request.Query["last_id"].ToString();
        var force = request.Query["force_full"].ToString();
        return new FeedRequest(
            types.Length == 0 ? null : types.ToHashSet(StringComparer.OrdinalIgnoreCase),
            after.Length == 0 ? null : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1,
            force == "1" || force.Equals("true", StringComparison.OrdinalIgnoreCase));
    }

    public bool Wants(string type) => Types is null || Types.Contains(type);
}
