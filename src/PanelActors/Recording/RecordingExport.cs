using System.Text;
using System.Text.Json;
using PanelActors.Protocol.Sse;
using PanelActors.Sources;
using PanelActors.Tree;

namespace PanelActors.Recording;

/// <summary>Writes what a feed sent in another form.</summary>
internal static class RecordingExport
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JsonText.Encoder };

    /// <summary>The bytes of the feed as they came. A connection ends with a blank line, so that no event runs into the next one.</summary>
    public static void WriteSse(IEnumerable<Record> records, Stream output)
    {
        var attempt = 0;
        foreach (var record in records)
        {
            if (Ends(record, attempt))
            {
                output.Write("\n\n"u8);
                attempt = 0;
            }

            if (record is not Record.Item { What: SourceItem.Read read }) continue;
            attempt = read.Attempt;
            output.Write(read.Bytes.Span);
        }
    }

    /// <summary>One line of JSON for each event: when it came, on which connection, and its fields.</summary>
    public static void WriteNdjson(IEnumerable<Record> records, Stream output)
    {
        SseDecoder? decoder = null;
        var (attempt, settings) = (0, (RecordedSettings?)null);
        foreach (var record in records)
        {
            if (record is Record.Begin begin) settings = begin.Settings;
            if (Ends(record, attempt)) (decoder, attempt) = (null, 0);
            if (record is not Record.Item { What: SourceItem.Read read } || settings is null) continue;
            decoder ??= new SseDecoder(settings.MaxEventBytes);
            attempt = read.Attempt;
            var batch = new SseBatch();
            decoder.Decode(read.Bytes, batch);
            foreach (var frame in batch.Frames)
            {
                if (frame.Kind != SseFrameKind.Event) continue;
                using (var json = new Utf8JsonWriter(output, Options))
                {
                    json.WriteStartObject();
                    json.WriteString("at", RecordWriter.TextOf(read.At));
                    json.WriteNumber("connection", read.Attempt);
                    json.WriteString("event", frame.EventType);
                    if (!frame.Id.IsEmpty) json.WriteString("id", Encoding.UTF8.GetString(frame.Id.Span));
                    WriteData(json, frame.Data);
                    json.WriteEndObject();
                }

                output.Write("\n"u8);
            }
        }
    }

    // Attempts are counted anew by each life of the daemon, which begins with a mark that nothing led to.
    private static bool Ends(Record record, int attempt) => attempt != 0 && record switch
    {
        Record.Gap or Record.Item { What: SourceItem.Mark { IsContinued: false } } => true,
        Record.Item { What: SourceItem.Read read } => read.Attempt != attempt,
        _ => false,
    };

    // As JSON where it is JSON on its own, else as text.
    private static void WriteData(Utf8JsonWriter json, ReadOnlyMemory<byte> data)
    {
        json.WritePropertyName("data");
        try
        {
            using var document = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = 512 });
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(Encoding.UTF8.GetString(data.Span));
        }
    }
}
