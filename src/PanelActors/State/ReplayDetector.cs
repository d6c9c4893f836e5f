using System.Collections.Immutable;
using PanelActors.Protocol;

namespace PanelActors.State;

/// <summary>
/// Recognises the events that a feed sends again (specification 1.8). It goes by ids: an event without
/// one is never taken for a replay. One per source, over all its connections; not safe for concurrent use.
/// </summary>
internal sealed class ReplayDetector
{
    /// <summary>How many baselines are remembered; the oldest leave first.</summary>
    public const int MaxBaselines = 16;

    private EventId? _highest;
    private ulong _hash;
    private bool _replaying;

    /// <summary>The baselines of the feed's present run, oldest first.</summary>
    public ImmutableArray<SeenBaseline> Baselines { get; private set; } = [];

    /// <summary>Remembers what the previous run knew: the latest event's id, and the baselines.</summary>
    public void Restore(EventId? lastEventId, ImmutableArray<SeenBaseline> baselines) =>
        (_highest, Baselines) = (lastEventId, baselines);

    /// <summary>The latest event of those that count, for <see cref="Resume"/>.</summary>
    public ReplayPosition Position => new(_highest, _hash, _replaying);

    /// <summary>Goes on exactly where another detector was.</summary>
    public void Resume(ReplayPosition position, ImmutableArray<SeenBaseline> baselines)
    {
        (_highest, _hash, _replaying) = (position.Highest, position.Hash, position.IsReplaying);
        Baselines = baselines;
    }

    /// <summary>Whether <paramref name="panelEvent"/>, the next one of the feed, was applied before. Remembers it.</summary>
    public bool IsReplay(PanelEvent panelEvent)
    {
        if (panelEvent.Id is not { } id) return false;
        return panelEvent is PanelFullEvent ? IsReplayedBaseline(id, panelEvent.Hash) : IsReplayedChange(id, panelEvent.Hash);
    }

    private bool IsReplayedBaseline(EventId id, ulong hash)
    {
        var known = IndexOf(id);
        if (known >= 0 && Baselines[known].Hash == hash) return _replaying = true;
        // A known id with other bytes, or a lower one that was never seen: the feed restarted, and its ids with it.
        if (known >= 0 || (_highest is { } highest && id.IsBelow(highest))) Baselines = [];
        Baselines = (Baselines.Length == MaxBaselines ? Baselines.RemoveAt(0) : Baselines).Add(new SeenBaseline(id, hash));
        Advance(id, hash);
        return false;
    }

    private bool IsReplayedChange(EventId id, ulong hash)
    {
        if (_highest is { } highest)
        {
            if (id.IsBelow(highest)) return true;
            if (id == highest)
            {
                // Some feeds give every event the same id: then only the bytes distinguish them.
                var again = _replaying || hash == _hash;
                // The order of an id that does not count is not known: the replay ends with the last event there was.
                if (!id.Counts) _replaying = false;
                if (!again) _hash = hash;
                return again;
            }

            if (_replaying && !id.Counts) return true;
        }

        Advance(id, hash);
        return false;
    }

    private void Advance(EventId id, ulong hash) => (_highest, _hash, _replaying) = (id, hash, false);

    private int IndexOf(EventId id)
    {
        for (var i = 0; i < Baselines.Length; i++)
        {
            if (Baselines[i].Id == id) return i;
        }

        return -1;
    }
}
