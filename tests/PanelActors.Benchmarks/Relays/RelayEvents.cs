using System.Buffers;
using System.Globalization;
using System.Text;
using PanelActors.Benchmarks.Workloads;
using PanelActors.Protocol.Encode;

namespace PanelActors.Benchmarks.Relays;

/// <summary>
/// The events of the loads of the relay: after a baseline of the usual size small diffs, each with the moment it was sent at.
/// </summary>
internal static class RelayEvents
{
    /// <summary>What begins the event that counts, in the stream of a subscriber.</summary>
    public static ReadOnlySpan<byte> Marker => "\nevent: panel_diff\n"u8;

    /// <summary>What the moment follows.</summary>
    public static ReadOnlySpan<byte> StampMarker => "\"sent\":\""u8;

    /// <summary>Digits of the moment, a timestamp of the machine's monotonic clock.</summary>
    public const int StampDigits = 16;

    /// <summary>The baseline as a feed sends it.</summary>
    public static byte[] Baseline() => Encoding.UTF8.GetBytes($"data: {new FeedText(seed: 1).Baseline().Json}\n\n");

    /// <summary>A diff as a feed sends it.</summary>
    public static byte[] FromFeed(long stamp) =>
        Encoding.ASCII.GetBytes($"data: {{\"type\":\"panel_diff\",\"payload\":{Payload(stamp)}}}\n\n");

    /// <summary>The same as the relay sends it, in a separate chunk.</summary>
    public static byte[] FromRelay(long stamp)
    {
        var now = DateTimeOffset.UtcNow;
        var id = now.ToUnixTimeMilliseconds() * 1000;
        var frame = new ArrayBufferWriter<byte>();
        EncodedEvent.Of(new EventPayload(EventKinds.PanelDiff, Encoding.ASCII.GetBytes(Payload(stamp))), id, id, now, DataAge.None)
            .WriteTo(frame, now);
        return [.. Encoding.ASCII.GetBytes($"{frame.WrittenCount:x}\r\n"), .. frame.WrittenSpan, .. "\r\n"u8];
    }

    private static string Payload(long stamp) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"diff\":{{\"ticker\":{{\"sent\":\"{stamp:D16}\"}}}}}}");
}
