using System.Collections.Immutable;

namespace PanelActors.Watch;

/// <summary>The zones that a key goes through, and the one that holds.</summary>
internal sealed record WatchZones
{
    private static readonly ImmutableArray<WatchZone> Usual = [WatchZone.Local, WatchZone.Utc, WatchZone.Exchange];

    private readonly ImmutableArray<WatchZone> _all;
    private readonly int _at;

    private WatchZones(ImmutableArray<WatchZone> all, int at) => (_all, _at) = (all, at);

    /// <summary>The zone of every time on the screen.</summary>
    public WatchZone Current => _all[_at];

    /// <summary>The usual zones, and <paramref name="first"/> where it is another one; that one holds.</summary>
    public static WatchZones From(WatchZone first)
    {
        var at = Usual.IndexOf(first);
        return at >= 0 ? new WatchZones(Usual, at) : new WatchZones(Usual.Add(first), Usual.Length);
    }

    /// <summary>The next zone holds.</summary>
    public WatchZones Next() => new(_all, (_at + 1) % _all.Length);
}
