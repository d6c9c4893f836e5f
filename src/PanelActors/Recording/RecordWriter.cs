using System.Buffers;
using System.Globalization;
using System.Text.Json;
using PanelActors.Persistence;
using PanelActors.Sources;
using PanelActors.State;

namespace PanelActors.Recording;

/// <summary>
/// Records as text: one line of JSON each, and after it, where the line says <c>bytes</c>, that many bytes and a line's end. See
/// docs/recording-format.md.
/// </summary>
internal static class RecordWriter
{
    /// <summary>How a time is written: with all of its ticks.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private const byte NewLine = (byte)'\n';

    /// <summary>Appends <paramref name="record"/>.</summary>
    public static void Write(Record record, IBufferWriter<byte> output)
    {
        var payload = PayloadOf(record);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("record", NameOf(record));
            json.WriteString("at", TextOf(record.At));
            switch (record)
            {
                case Record.Begin begin: WriteBegin(json, begin); break;
                case Record.Gap gap:
                    json.WriteNumber("items", gap.Items);
                    json.WriteNumber("lost_bytes", gap.Bytes);
                    break;
                case Record.Item item: WriteItem(json, item.What); break;
            }

            if (payload is { } known) json.WriteNumber("bytes", known.Length);
            json.WriteEndObject();
        }

        output.Write([NewLine]);
        if (payload is not { } bytes) return;
        output.Write(bytes.Span);
        output.Write([NewLine]);
    }

    /// <summary>A time as it is written.</summary>
    public static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string NameOf(Record record) => record switch
    {
        Record.Begin => RecordNames.Begin,
        Record.Gap => RecordNames.Gap,
        Record.End => RecordNames.End,
        Record.Item { What: var item } => item switch
        {
            SourceItem.Mark => RecordNames.Mark,
            SourceItem.Started => RecordNames.Started,
            SourceItem.Answered => RecordNames.Answered,
            SourceItem.Read => RecordNames.Read,
            SourceItem.Fetched => RecordNames.Fetched,
            SourceItem.Need => RecordNames.Need,
            SourceItem.Paused => RecordNames.Paused,
            SourceItem.Ended => RecordNames.Ended,
            _ => RecordNames.Closed,
        },
        _ => throw new ArgumentException("This record has no name.", nameof(record)),
    };

    private static ReadOnlyMemory<byte>? PayloadOf(Record record) => record switch
    {
        Record.Item { What: SourceItem.Read read } => read.Bytes,
        Record.Item { What: SourceItem.Fetched fetched } => fetched.Document.Json,
        Record.Item { What: SourceItem.Mark { Source: var mark } } =>
            StateCodec.Encode(new StoredState(mark.State, mark.LastEventId, "") { Baselines = mark.Baselines }),
        // Without the type it would be a memory that is empty.
        _ => (ReadOnlyMemory<byte>?)null,
    };

    private static void WriteBegin(Utf8JsonWriter json, Record.Begin begin)
    {
        var settings = begin.Settings;
        json.WriteNumber("version", BlockHead.Version);
        json.WriteString("program", begin.Program);
        json.WriteString("source", settings.Source);
        json.WriteString("diff_form", settings.DiffForm.ToString());
        json.WriteString("dialect", settings.Dialect.ToString());
        json.WriteNumber("max_event_bytes", settings.MaxEventBytes);
        json.WriteNumber("max_depth", settings.MaxDepth);
        json.WriteBoolean("trusts_publish_time", settings.TrustsPublishTime);
        json.WriteNumber("followup_alerts", settings.FollowupAlerts);
        json.WriteNumber("max_state_bytes", settings.MaxStateBytes);
        json.WriteNumber("warn_after_ticks", settings.WarnAfter.Ticks);
        json.WriteNumber("stale_after_ticks", settings.StaleAfter.Ticks);
    }

    private static void WriteItem(Utf8JsonWriter json, SourceItem item)
    {
        switch (item)
        {
            case SourceItem.Mark mark:
                if (mark.IsContinued) json.WriteBoolean("continues", true);
                WriteMark(json, mark.Source);
                break;
            case SourceItem.Started { Begin: var begin }:
                json.WriteNumber("attempt", begin.Attempt);
                WriteId(json, "resumed_after", begin.ResumedAfter);
                if (begin.IsReplacement) json.WriteBoolean("replaces", true);
                break;
            case SourceItem.Answered answered: WriteHead(json, answered); break;
            case SourceItem.Read read:
                json.WriteNumber("attempt", read.Attempt);
                WriteTicks(json, read.Ahead);
                break;
            case SourceItem.Fetched fetched:
                json.WriteNumber("attempt", fetched.Attempt);
                WriteId(json, "position", fetched.Position);
                WriteTicks(json, fetched.Ahead);
                if (fetched.Document.IsBare) json.WriteBoolean("bare", true);
                break;
            case SourceItem.Need need: json.WriteString("reason", need.Reason); break;
            case SourceItem.Paused paused: json.WriteNumber("attempt", paused.Attempt); break;
            case SourceItem.Ended ended:
                json.WriteNumber("attempt", ended.Attempt);
                if (ended.IsBroken) json.WriteBoolean("broken", true);
                break;
            case SourceItem.Closed closed:
                json.WriteNumber("attempt", closed.Attempt);
                json.WriteString("reason", closed.End.Reason);
                json.WriteString("text", closed.End.Text);
                break;
        }
    }

    private static void WriteMark(Utf8JsonWriter json, SourceMark mark)
    {
        json.WriteNumber("attempt", mark.Stream.Attempt);
        WriteId(json, "resumed_after", mark.Stream.ResumedAfter);
        json.WriteBoolean("has_events", mark.Stream.HasEvents);
        json.WriteString("dialect", mark.Dialect.ToString());
        WriteId(json, "highest", mark.Replay.Highest);
        json.WriteString("hash", mark.Replay.Hash.ToString("x16", CultureInfo.InvariantCulture));
        json.WriteBoolean("replaying", mark.Replay.IsReplaying);
        if (mark.Run.Hello is { } hello) json.WriteString("hello", hello.ToString("x16", CultureInfo.InvariantCulture));
        json.WriteBoolean("awaits_baseline", mark.Run.AwaitsBaseline);
        json.WriteBoolean("gathered", mark.IsGathered);
        if (mark.State.UpstreamHealth is { } health) json.WriteString("upstream_health", health.ToString());
    }

    private static void WriteHead(Utf8JsonWriter json, SourceItem.Answered answered)
    {
        json.WriteNumber("attempt", answered.Attempt);
        json.WriteNumber("status", answered.Head.Status);
        json.WriteStartArray("headers");
        foreach (var (name, value) in answered.Head.Headers)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteId(Utf8JsonWriter json, string name, EventId? id)
    {
        if (id is { } known) json.WriteString(name, known.ToString());
    }

    private static void WriteTicks(Utf8JsonWriter json, TimeSpan? ahead)
    {
        if (ahead is { } known) json.WriteNumber("ahead_ticks", known.Ticks);
    }
}
