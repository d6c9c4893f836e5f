using PanelActors.Sources;

namespace PanelActors.Recording;

/// <summary>A time that is covered by a recording, with the segments that cover it.</summary>
/// <param name="From">Its first mark.</param>
/// <param name="To">Its last record.</param>
internal readonly record struct RecordingSpan(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The times that are in both.</summary>
    public static IReadOnlyList<RecordingSpan> Common(IReadOnlyList<RecordingSpan> some, IReadOnlyList<RecordingSpan> others) =>
    [
        .. from one in some
           from other in others
           let common = new RecordingSpan(one.From > other.From ? one.From : other.From, one.To < other.To ? one.To : other.To)
           where common.From <= common.To
           select common,
    ];

    /// <summary>What a segment covers; null where there is no whole block in it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (RecordingSpan Span, bool IsContinued)? Of(string path)
    {
        using var reader = new SegmentReader(path);
        var (from, isContinued) = (default(DateTimeOffset?), false);
        while (from is null && reader.ReadBlock() is { } block)
        {
            var marks = block.OfType<Record.Item>().Select(static item => item.What).OfType<SourceItem.Mark>();
            if (marks.FirstOrDefault() is { } mark) (from, isContinued) = (mark.At, mark.IsContinued);
        }

        if (from is not { } begun) return null;
        using var last = new SegmentReader(path);
        if (!last.SeekLast() || last.ReadBlock() is not [.., var end]) return null;
        // A clock that was set back ends no span before it began.
        return (new RecordingSpan(begun, end.At > begun ? end.At : begun), isContinued);
    }

    /// <summary>What the segments of one source cover, oldest first; what one of them goes on with is one span with it.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<RecordingSpan> OfAll(IEnumerable<string> segments)
    {
        var spans = new List<RecordingSpan>();
        foreach (var path in segments)
        {
            if (Of(path) is not { } next) continue;
            if (next.IsContinued && spans is [.., var before]) spans[^1] = before with { To = next.Span.To };
            else spans.Add(next.Span);
        }

        return spans;
    }
}
