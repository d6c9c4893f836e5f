using System.Text;
using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>Reads a follow-up alert (specification 1.4 and 2.6).</summary>
internal static class FollowupReader
{
    private const double LastUnixSecond = 253_402_300_799;

    /// <summary>
    /// The alert in <paramref name="body"/>. Where that is the envelope itself, its <c>type</c> is the event's and not the alert's.
    /// </summary>
    public static FollowupAlertEvent Read(TapeValue body, bool bodyIsRoot)
    {
        var nested = body.TryGet("alert"u8, out var alert) && alert.IsObject;
        var source = nested ? alert : body;
        var type = nested || !bodyIsRoot ? Text(source, "type"u8) : null;
        var message = Text(source, "message"u8) ?? Text(body, "message"u8) ?? $"{type ?? "followup"} triggered";
        var level = Text(source, "severity"u8)?.ToUpperInvariant() ?? "INFO";
        return new FollowupAlertEvent(Time(body), level, type, Text(source, "index"u8), message);
    }

    private static DateTimeOffset? Time(TapeValue body) =>
        body.TryGet("ts"u8, out var ts) && ts.TryGetDouble(out var seconds) && seconds is >= 0 and <= LastUnixSecond
            ? DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(seconds * 1_000_000) * TimeSpan.TicksPerMicrosecond)
            : null;

    // Feeds write an index as a string or as a number. An empty string counts as absent.
    private static string? Text(TapeValue source, ReadOnlySpan<byte> name)
    {
        if (!source.TryGet(name, out var value)) return null;
        var text = value.IsNumber ? Encoding.ASCII.GetString(value.Json.Span) : value.AsString();
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
