using System.Buffers;
using System.Text.Json;
using PanelActors.Tree;

namespace PanelActors.Protocol.Encode;

/// <summary>
/// A follow-up alert as the feed's protocol writes it (specification 1.4), so that who reads it makes the same alert of it.
/// </summary>
internal static class FollowupPayload
{
    private const string ComponentPrefix = "Follow-up ";
    private static readonly JsonWriterOptions Options = new() { Encoder = JsonText.Encoder, SkipValidation = true };

    /// <summary>The change that tells <paramref name="alert"/>.</summary>
    public static EventPayload Of(FollowupAlert alert)
    {
        // Of an alert whose type and index are not known any more, both stand in its component, which they make up.
        var known = alert.AlertType is not null || alert.Index is not null;
        var type = known ? alert.AlertType
            : alert.Component.StartsWith(ComponentPrefix, StringComparison.Ordinal) ? alert.Component[ComponentPrefix.Length..]
            : null;
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("alert");
            if (type is not null) json.WriteString("type", type);
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
