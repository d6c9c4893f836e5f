using System.Text;
using PanelActors.Protocol.Sse;

namespace PanelActors.Fuzz.Targets;

/// <summary>
/// The decoder of event streams: how the bytes are cut never changes the frames, and no frame is beyond its limit. The first byte is the
/// limit of an event in bytes, the second a seed of the cuts.
/// </summary>
internal static class SseTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2) return;
        var limit = input[0] + 1;
        var bytes = input[2..].ToArray();
        IReadOnlyList<string>? whole = null;
        foreach (var chunks in Chunks.Of(bytes, input[1]))
        {
            var lines = Lines(chunks, limit, bytes.Length);
            if (whole is null) whole = lines;
            else Require.SameLines(whole, lines, "the frames of another cut");
        }
    }

    private static List<string> Lines(IReadOnlyList<byte[]> chunks, int limit, int length)
    {
        var decoder = new SseDecoder(limit, "earlier"u8.ToArray());
        var lines = new List<string>();
        var retry = (TimeSpan?)null;
        var read = 0;
        var id = "earlier";
        foreach (var chunk in chunks)
        {
            var batch = new SseBatch();
            decoder.Decode(chunk, batch);
            retry = batch.Retry ?? retry;
            read += batch.Bytes;
            id = Text(batch.LastEventId);
            foreach (var frame in batch.Frames)
            {
                var most = frame.Kind == SseFrameKind.Event ? limit : frame.Kind == SseFrameKind.Comment ? SseDecoder.MaxCommentBytes : 0;
                Require.That(frame.Data.Length <= most, "a frame is beyond its limit");
                lines.Add($"{frame.Kind} {Text(frame.Data)} {frame.EventType} {Text(frame.Id)} {frame.HasOwnId}");
            }
        }

        Require.Equal(length, read, "the bytes that were counted");
        Require.That(retry is null || retry >= TimeSpan.Zero, "a negative retry");
        lines.Add($"{retry} {id}");
        return lines;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);
}
