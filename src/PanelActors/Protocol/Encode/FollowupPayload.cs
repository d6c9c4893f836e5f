using System.Buffers;
using System.Text.Json;
using PanelActors.Tree;

namespace PanelActors.Protocol.Encode;

/// <summary>
/// A follow-up alert as the feed's protocol writes it (specification 1.4): a reader makes the same alert of it.
/// </summary>
internal static class FollowupPayload
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JsonText.Encoder, SkipValidation = true };

    public static EventPayload Of(FollowupAlert alert)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("alert");
            if (alert.AlertType is not null) json.WriteString("type", alert.AlertType);
            if (alert.Index is not null) json.WriteString("index", alert.Index);
            json.WriteString("severity", alert.Level);
            json.WriteString("message", alert.Message);
            if (alert.Source is not null) json.WriteString("source", alert.Source);
            json.WriteEndObject();
            json.WriteNumber("ts", UnixTime.Seconds(alert.Time));
            json.WriteString("message", alert.Message);
            json.WriteEndObject();
        }

        return new EventPayload(EventKinds.FollowupAlert, output.WrittenSpan.ToArray());
    }
}
