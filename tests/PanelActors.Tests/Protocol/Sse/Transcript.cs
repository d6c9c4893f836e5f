using System.Text;
using PanelActors.Protocol.Sse;

namespace PanelActors.Tests.Protocol.Sse;

/// <summary>All that a decoder said about a stream, as lines that a test can compare and a reader can read.</summary>
internal static class Transcript
{
    public const int Unbounded = 1 << 20;

    public static string[] Of(byte[] stream, int maxEventBytes = Unbounded) => Of([stream], maxEventBytes);

    public static string[] Of(IEnumerable<byte[]> chunks, int maxEventBytes = Unbounded)
    {
        var decoder = new SseDecoder(maxEventBytes);
        var batch = new SseBatch();
        foreach (var chunk in chunks)
            decoder.Decode(chunk, batch);
        return Of(batch);
    }

    public static string[] Of(SseBatch batch)
    {
        var lines = batch.Frames.Select(Line).ToList();
        if (batch.Retry is { } retry)
            lines.Add($"retry {retry.TotalMilliseconds}");
        if (!batch.LastEventId.IsEmpty)
            lines.Add($"last id {Text(batch.LastEventId)}");
        return [.. lines];
    }

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    /// <summary>The same bytes cut at the given positions.</summary>
    public static IEnumerable<byte[]> Cut(byte[] stream, IEnumerable<int> positions)
    {
        var start = 0;
        foreach (var position in positions.Append(stream.Length))
        {
            yield return stream[start..position];
            start = position;
        }
    }

    public static IEnumerable<byte[]> ByteByByte(byte[] stream) => stream.Select(each => new[] { each });

    private static string Line(SseFrame frame)
    {
        var id = frame.Id.IsEmpty ? "" : $" #{Text(frame.Id)}";
        return frame.Kind switch
        {
            SseFrameKind.Event => $"{frame.EventType}{id}: {Text(frame.Data)}",
            SseFrameKind.Comment => $"comment{id}:{Text(frame.Data)}",
            _ => $"oversized {frame.EventType}{id}",
        };
    }
}
