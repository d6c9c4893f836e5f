using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PanelActors.Simulator;

/// <summary>Writes the envelope of specification 1.2 as one SSE frame.</summary>
internal static class FeedFrame
{
    private static readonly TimeSpan IndianStandardTime = new(5, 30, 0);

    // The real feed sends UTF-8 without escapes.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The frame of one event.</summary>
    /// <param name="id">Event id, also its sequence.</param>
    /// <param name="type">Event type.</param>
    /// <param name="generation">Generation of the baseline it belongs to.</param>
    /// <param name="time">When it was published.</param>
    /// <param name="payload">The body.</param>
    /// <param name="spoiled">Whether to cut the data in half, so that it is not JSON.</param>
    public static byte[] Write(long id, string type, long generation, DateTimeOffset time, JsonNode payload, bool spoiled = false)
    {
        var frame = new ArrayBufferWriter<byte>(1024);
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {id}\nevent: {type}\ndata: "), frame);
        var head = frame.WrittenCount;
        using (var json = new Utf8JsonWriter(frame, Json))
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteNumber("sequence", id);
            json.WriteString("type", type);
            json.WriteNumber("generation", generation);
            json.WriteString(
                "timestamp_ist",
                time.ToOffset(IndianStandardTime).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
            json.WriteNumber("publish_unixtime", UnixSeconds(time));
            json.WritePropertyName("payload");
            payload.WriteTo(json);
            json.WriteEndObject();
        }

        var length = spoiled ? head + ((frame.WrittenCount - head) / 2) : frame.WrittenCount;
        return [.. frame.WrittenSpan[..length], (byte)'\n', (byte)'\n'];
    }

    /// <summary>Unix time in seconds, exact to the millisecond.</summary>
    public static decimal UnixSeconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000m;
}
