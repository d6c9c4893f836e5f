using PanelActors.State;

namespace PanelActors.Recording;

/// <summary>What a source showed at a moment of the past, from its recording.</summary>
/// <param name="State">What readers saw.</param>
/// <param name="LastEventId">The event id in force.</param>
internal sealed record PastState(PanelState State, Protocol.EventId? LastEventId)
{
    /// <summary>
    /// The state at <paramref name="time"/>, from the latest mark before it and what came since; null where no segment in
    /// <paramref name="folder"/> covers that time.
    /// </summary>
    /// <param name="folder">The folder of the source.</param>
    /// <param name="time">The moment.</param>
    /// <param name="isLive">Whether the last segment is written now, so that it covers the time up to the present.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static PastState? At(string folder, DateTimeOffset time, bool isLive)
    {
        var segments = SegmentName.In(folder);
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            if (SegmentName.TimeOf(segments[i]) > time) continue;
            var (state, isOver) = InSegment(segments[i], time);
            // A name can be later than what is in the segment, where a clock was set back.
            if (state is null && !isOver) continue;
            var isLast = i == segments.Count - 1;
            return isOver || (isLast && isLive) ? state : null;
        }

        return null;
    }

    // The state, and whether the segment has a record that is later, so that it covers the time.
    private static (PastState? State, bool IsCovered) InSegment(string path, DateTimeOffset time)
    {
        using var reader = new SegmentReader(path);
        var player = new RecordingPlayer(SilentAccounts.Instance);
        // The head of the segment says how the source was read.
        foreach (var record in reader.ReadBlock() ?? [])
        {
            if (record is Record.Begin) player.Play(record);
        }

        using var part = new SegmentReader(path);
        if (player.Settings is null || !part.Seek(time)) return (null, false);
        while (part.ReadBlock() is { } block)
        {
            foreach (var record in block)
            {
                if (record.At > time) return (Of(player), true);
                player.Play(record);
            }
        }

        return (Of(player), false);
    }

    private static PastState? Of(RecordingPlayer player) => player.State is { } state ? new PastState(state, player.LastEventId) : null;
}
