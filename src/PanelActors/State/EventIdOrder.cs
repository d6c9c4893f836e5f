using System.Globalization;

namespace PanelActors.State;

/// <summary>The order of event ids, where they have one: ids are opaque, but most feeds count.</summary>
internal static class EventIdOrder
{
    /// <summary>
    /// Whether a feed that counts cannot have sent <paramref name="id"/> after <paramref name="asked"/>: both are whole
    /// numbers, and it is the smaller one. A feed that was to go on after <paramref name="asked"/> then began anew, or
    /// sends its backlog whatever it is asked.
    /// </summary>
    public static bool IsOlder(string? id, string asked) =>
        TryParse(id, out var number) && TryParse(asked, out var wanted) && number < wanted;

    private static bool TryParse(string? id, out UInt128 number) =>
        UInt128.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
