using System.Buffers;
using System.Globalization;
using System.Text;
using PanelActors.Configuration;
using PanelActors.Protocol.Encode;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Recording;

/// <summary>
/// The events that a client of a replay needs that joins in the middle: they make the state that the recorded source had there. In
/// the words of the feed, so that the recorded events fit behind them.
/// </summary>
internal static class ReplayBaseline
{
    /// <summary>The events for <paramref name="state"/>, which has panels, as of <paramref name="at"/>.</summary>
    public static byte[] Of(PanelState state, EventId? lastEventId, Dialect dialect, DateTimeOffset at)
    {
        var output = new ArrayBufferWriter<byte>();
        if (dialect == Dialect.Summary)
        {
            output.Write("event: full_snapshot\ndata: {\"panels\":"u8);
            state.Status!.WriteTo(output);
            output.Write("}\n\n"u8);
            return output.WrittenSpan.ToArray();
        }

        if (state.SeverityCounts is { } counts)
            Write(output, "severity_counts", state, state.LastEvent, at, () => CountsPayload.WriteTo(output, counts));

        foreach (var (key, entry) in state.SeverityStates.Members)
            Write(output, "severity_state", state, state.LastEvent, at, () => WriteState(output, key, entry));
        foreach (var followup in state.Followups.Reverse())
        {
            output.Write("event: followup_alert\ndata: {\"type\":\"followup_alert\",\"payload\":"u8);
            output.Write(FollowupPayload.Of(followup).Json);
            output.Write("}\n\n"u8);
        }

        // Last, with the id: a client that has this has all of it.
        if (lastEventId is { } id) Append(output, $"id: {id}\n");
        Write(output, "panel_full", state, state.LastFull, at, () =>
        {
            output.Write("\"status\":"u8);
            state.Status!.WriteTo(output);
        });
        return output.WrittenSpan.ToArray();
    }

    private static void WriteState(ArrayBufferWriter<byte> output, PanelKey key, PanelNode entry)
    {
        output.Write("\"alert_type\":"u8);
        output.Write(key.Json[..^1]);
        foreach (var (name, value) in ((PanelObject)entry).Members)
        {
            output.Write(","u8);
            output.Write(name.Json);
            value.WriteTo(output);
        }
    }

    private static void Write(
        ArrayBufferWriter<byte> output, string type, PanelState state, DateTimeOffset? current, DateTimeOffset at, Action content)
    {
        Append(output, $"event: {type}\ndata: {{\"type\":\"{type}\",\"payload\":{{");
        content();
        Append(output, "}");
        if (state.Generation is { } generation)
            Append(output, string.Create(CultureInfo.InvariantCulture, $",\"generation\":{generation}"));
        var age = current is { } time ? Math.Max(0, (at - time).TotalSeconds).ToString("0.000", CultureInfo.InvariantCulture) : "null";
        Append(output, $",\"age_seconds\":{age}}}\n\n");
    }

    private static void Append(ArrayBufferWriter<byte> output, string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
