using System.Globalization;
using System.Text.Json;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.Protocol;
using PanelActors.Sources;
using PanelActors.Sources.Http;
using PanelActors.State;

namespace PanelActors.Recording;

/// <summary>Reads what <see cref="RecordWriter"/> writes, and nothing else.</summary>
internal static class RecordReader
{
    // A machine without a battery begins in 1970.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(366 * 100);

    /// <summary>Takes the next record from <paramref name="text"/>; null where it does not begin with a whole one. Never throws.</summary>
    /// <param name="text">The records; moved behind the one that was read. What is read may refer to it.</param>
    public static Record? Read(ref ReadOnlyMemory<byte> text)
    {
        var length = text.Span.IndexOf((byte)'\n');
        if (length < 0) return null;
        try
        {
            using var line = JsonDocument.Parse(text[..length]);
            var rest = text[(length + 1)..];
            var payload = ReadOnlyMemory<byte>.Empty;
            if (line.RootElement.TryGetProperty("bytes"u8, out var bytes))
            {
                var count = bytes.GetInt32();
                if (count < 0 || count >= rest.Length || rest.Span[count] != (byte)'\n') return null;
                (payload, rest) = (rest[..count], rest[(count + 1)..]);
            }

            if (RecordOf(line.RootElement, payload) is not { } record) return null;
            text = rest;
            return record;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException
            or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static Record? RecordOf(JsonElement line, ReadOnlyMemory<byte> payload)
    {
        var at = TimeOf(line.GetProperty("at"u8).GetString()!);
        SourceItem? item = line.GetProperty("record"u8).GetString() switch
        {
            RecordNames.Mark => MarkOf(line, payload) is { } mark ? new SourceItem.Mark(at, mark, Flag(line, "continues")) : null,
            RecordNames.Started => new SourceItem.Started(
                at, new BatchesStarted(Attempt(line), Id(line, "resumed_after"), Flag(line, "replaces"))),
            RecordNames.Answered => new SourceItem.Answered(at, Attempt(line), HeadOf(line)),
            RecordNames.Read => new SourceItem.Read(at, Attempt(line), payload, Ahead(line)),
            RecordNames.Fetched => new SourceItem.Fetched(
                at, Attempt(line), new BaselineDocument(payload, Flag(line, "bare")), Id(line, "position"), Ahead(line)),
            RecordNames.Need => new SourceItem.Need(at, line.GetProperty("reason"u8).GetString()!),
            RecordNames.Paused => new SourceItem.Paused(at, Attempt(line)),
            RecordNames.Ended => new SourceItem.Ended(at, Attempt(line), Flag(line, "broken")),
            RecordNames.Closed => new SourceItem.Closed(
                at, Attempt(line), new ConnectionEnd(line.GetProperty("reason"u8).GetString()!, line.GetProperty("text"u8).GetString()!)),
            _ => null,
        };
        if (item is not null) return new Record.Item(item);
        return line.GetProperty("record"u8).GetString() switch
        {
            RecordNames.Begin => new Record.Begin(at, line.GetProperty("program"u8).GetString()!, SettingsOf(line)),
            RecordNames.Gap => new Record.Gap(at, line.GetProperty("items"u8).GetInt64(), line.GetProperty("lost_bytes"u8).GetInt64()),
            RecordNames.End => new Record.End(at),
            _ => null,
        };
    }

    private static RecordedSettings SettingsOf(JsonElement line)
    {
        var settings = new RecordedSettings(
            line.GetProperty("source"u8).GetString()!, Enum.Parse<DiffForm>(line.GetProperty("diff_form"u8).GetString()!),
            Enum.Parse<Dialect>(line.GetProperty("dialect"u8).GetString()!), line.GetProperty("max_event_bytes"u8).GetInt32(),
            line.GetProperty("max_depth"u8).GetInt32(), Flag(line, "trusts_publish_time"), line.GetProperty("followup_alerts"u8).GetInt32(),
            line.GetProperty("max_state_bytes"u8).GetInt64(), new TimeSpan(line.GetProperty("warn_after_ticks"u8).GetInt64()),
            new TimeSpan(line.GetProperty("stale_after_ticks"u8).GetInt64()));
        // No daemon reads a feed otherwise, and a decoder of such bounds cannot be made.
        return settings is { MaxEventBytes: >= 1, MaxDepth: >= 1 and <= 512, FollowupAlerts: >= 1 and <= 10_000 }
            ? settings : throw new FormatException("These settings are not those of a source.");
    }

    private static SourceMark? MarkOf(JsonElement line, ReadOnlyMemory<byte> payload)
    {
        // The nodes of a state that is read keep no reference to what they were read from.
        if (StateCodec.Decode(payload, out var stored) != StateFault.None || stored is null) return null;
        var state = stored.State;
        if (line.TryGetProperty("upstream_health"u8, out var health))
            state = state.WithUpstreamHealth(Enum.Parse<Health>(health.GetString()!));
        return new SourceMark(
            state, stored.LastEventId, stored.Baselines,
            new ReplayPosition(Id(line, "highest"), Hex(line, "hash") ?? 0, Flag(line, "replaying")),
            IncomingStream.Restored(Attempt(line), Id(line, "resumed_after"), Flag(line, "has_events")),
            new PublisherRun(Hex(line, "hello"), Flag(line, "awaits_baseline")), Flag(line, "gathered"),
            Enum.Parse<Dialect>(line.GetProperty("dialect"u8).GetString()!));
    }

    private static ResponseHead HeadOf(JsonElement line) => new(
        line.GetProperty("status"u8).GetInt32(),
        [
            .. line.GetProperty("headers"u8).EnumerateArray()
                .Select(static header => header.GetArrayLength() == 2
                    ? KeyValuePair.Create(header[0].GetString()!, header[1].GetString()!)
                    : throw new FormatException("This is not a name and a value.")),
        ]);

    // Ages are taken from times, and reach back for a century at most.
    private static DateTimeOffset TimeOf(string text)
    {
        var time = DateTimeOffset.ParseExact(text, RecordWriter.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return time.Year is >= 1970 and < 9000 ? time : throw new FormatException("No clock shows this time.");
    }

    private static int Attempt(JsonElement line) => line.GetProperty("attempt"u8).GetInt32();

    private static bool Flag(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.GetBoolean();

    private static EventId? Id(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? EventId.Of(value.GetString()) : null;

    private static ulong? Hex(JsonElement line, string name) => line.TryGetProperty(name, out var value)
        ? ulong.Parse(value.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null;

    private static TimeSpan? Ahead(JsonElement line)
    {
        if (!line.TryGetProperty("ahead_ticks"u8, out var ticks)) return null;
        var ahead = new TimeSpan(ticks.GetInt64());
        return ahead > -MaxAhead && ahead < MaxAhead ? ahead : throw new FormatException("No clock is as far ahead.");
    }
}
