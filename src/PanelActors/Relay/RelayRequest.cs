using System.Globalization;
using PanelActors.Protocol.Encode;

namespace PanelActors.Relay;

/// <summary>What a client asks a relay for (specification 5.2).</summary>
/// <param name="Kinds">Which kinds of events.</param>
/// <param name="After">The id after which to go on; null for none.</param>
/// <param name="IsUnreadable">Whether it named an id that no relay gives.</param>
/// <param name="ForceFull">Whether it wants a baseline in any case.</param>
internal sealed record RelayRequest(EventKinds Kinds, long? After, bool IsUnreadable, bool ForceFull)
{
    /// <summary>Reads a request.</summary>
    /// <param name="types">The parameter <c>types</c>.</param>
    /// <param name="lastEventId">
    /// The header <c>Last-Event-ID</c>, which wins: a client that reconnects by itself keeps its old address.
    /// </param>
    /// <param name="lastId">The parameter <c>last_id</c>.</param>
    /// <param name="forceFull">The parameter <c>force_full</c>.</param>
    public static RelayRequest Read(string? types, string? lastEventId, string? lastId, string? forceFull)
    {
        var id = string.IsNullOrEmpty(lastEventId) ? lastId : lastEventId;
        // 0 is what clients that have nothing yet send.
        var isNone = string.IsNullOrEmpty(id) || id == "0";
        // An id is written in one way only.
        var isNumber = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && id[0] != '0';
        var isForced = forceFull is not null && (forceFull is "" or "1" || forceFull.Equals("true", StringComparison.OrdinalIgnoreCase));
        return new RelayRequest(EventKindNames.Parse(types), !isNone && isNumber ? number : null, !isNone && !isNumber, isForced);
    }
}
