using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PanelActors.Composite;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Snapshots;

/// <summary>
/// The status with what a renderer must know about it merged in: <c>panel_push_meta</c> and <c>adaptive_stream</c>
/// (specification 3). What the feed itself put under these two names is kept, but for the keys that are ours.
/// </summary>
internal static class EnrichedSnapshot
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    private static readonly ImmutableArray<PanelKey> OwnMetaKeys = KeysOf(
        "sse_events panel_generation ui_generation sse_heartbeat need_full need_full_reason need_full_reasons panel_hashes at replay");

    private static readonly ImmutableArray<PanelKey> CompositeMetaKeys = [.. OwnMetaKeys, .. KeysOf("members panel_sources active_member")];
    private static readonly ImmutableArray<PanelKey> OwnStreamKeys = KeysOf("severity_counts severity_state followup_alerts");

    /// <summary>Renders a snapshot without its age and health.</summary>
    /// <param name="snapshot">What the store shows.</param>
    /// <param name="instead">A status in place of the store's own.</param>
    public static RenderedSnapshot Render(StoreSnapshot snapshot, PanelObject? instead = null)
    {
        var state = snapshot.State;
        var status = instead ?? state.Status;
        var composite = snapshot as CompositeSnapshot;
        var output = new ArrayBufferWriter<byte>((int)Math.Min(Array.MaxLength / 2, (status?.Size ?? 0) + 4096));
        output.Write("{"u8);
        foreach (var (key, panel) in StatusPanels.Of(status)) WriteMember(key.Json, panel, output);
        output.Write(StatusPanels.Meta.Json);
        output.Write("{"u8);
        WriteForeign(status, StatusPanels.Meta, composite is null ? OwnMetaKeys : CompositeMetaKeys, output);
        Append(output, $"\"sse_events\":{{\"panel_full\":{state.FullCount},\"panel_diff_applied\":{state.DiffAppliedCount},");
        Append(output, $"\"panel_diff_dropped\":{state.DiffDroppedCount}}},");
        if (state.Generation is { } generation) Append(output, $"\"panel_generation\":{generation},");
        Append(output, $"\"ui_generation\":{state.UiGeneration},");
        Append(output, $"\"sse_heartbeat\":{{{Times(state.LastEvent, state.LastFull, state.LastDiff)}");
        var upToAge = output.WrittenSpan.ToArray();

        output.ResetWrittenCount();
        if (composite is not null) WriteOrigins(composite, instead is null ? composite.State.Status : null, output);
        WriteNeed(state.Need, output);
        WriteHashes(status, output);
        output.Write("},"u8);
        WriteStream(state, status, output);
        output.Write("}"u8);
        return new RenderedSnapshot(snapshot.Version, upToAge, output.WrittenSpan.ToArray());
    }

    /// <summary>The members of a heartbeat up to its age, which follows.</summary>
    internal static string Times(DateTimeOffset? lastEvent, DateTimeOffset? lastFull, DateTimeOffset? lastDiff) =>
        $"\"last_evt\":{Epoch(lastEvent)},\"last_full\":{Epoch(lastFull)},\"last_diff\":{Epoch(lastDiff)},\"stale_sec\":";

    private static ImmutableArray<PanelKey> KeysOf(string names) => [.. names.Split(' ').Select(PanelKey.Of)];

    private static void WriteOrigins(CompositeSnapshot composite, PanelObject? status, ArrayBufferWriter<byte> output)
    {
        output.Write("\"panel_sources\":{"u8);
        WriteSeparated(StatusPanels.Of(status), output, (panel, target) =>
        {
            target.Write(panel.Key.Json);
            target.Write(JsonText.Quote(composite.PanelSources[panel.Key].Text));
        });
        output.Write("},"u8);
        if (composite.Active is not { } active) return;
        output.Write("\"active_member\":"u8);
        output.Write(JsonText.Quote(composite.Members[active].Name.Text));
        output.Write(","u8);
    }

    private static string Epoch(DateTimeOffset? time) =>
        time is { } known ? UnixTime.Seconds(known).ToString(CultureInfo.InvariantCulture) : "null";

    private static void WriteNeed(ResyncNeed need, ArrayBufferWriter<byte> output)
    {
        if (!need.IsNeeded) return;
        output.Write("\"need_full\":true,\"need_full_reason\":"u8);
        output.Write(JsonText.Quote(need.LastReason));
        output.Write(",\"need_full_reasons\":["u8);
        WriteSeparated(need.Reasons, output, static (reason, target) => target.Write(JsonText.Quote(reason)));
        output.Write("],"u8);
    }

    private static void WriteHashes(PanelObject? status, ArrayBufferWriter<byte> output)
    {
        output.Write("\"panel_hashes\":{"u8);
        WriteSeparated(StatusPanels.Of(status), output, static (panel, target) =>
        {
            target.Write(panel.Key.Json);
            Append(target, $"\"{ContentHash.Of(panel.Value)}\"");
        });
        output.Write("}"u8);
    }

    private static void WriteStream(PanelState state, PanelObject? status, ArrayBufferWriter<byte> output)
    {
        var members = new NodeMap.Builder();
        if (status?.Find(StatusPanels.Stream) is PanelObject foreign)
        {
            foreach (var (key, value) in foreign.Members)
            {
                if (!OwnStreamKeys.Contains(key)) members.Add(key, value);
            }
        }

        if (state.SeverityCounts is { Count: > 0 } counts) members.Add(OwnStreamKeys[0], counts);
        if (state.SeverityStates.Count > 0) members.Add(OwnStreamKeys[1], state.SeverityStates);
        if (!state.Followups.IsEmpty)
        {
            var followups = new ArrayBufferWriter<byte>();
            followups.Write("["u8);
            WriteSeparated(state.Followups, followups, WriteFollowup);
            followups.Write("]"u8);
            members.Add(OwnStreamKeys[2], PanelNode.FromValidJson(followups.WrittenSpan));
        }

        output.Write(StatusPanels.Stream.Json);
        PanelObject.Empty.With(members.ToMap()).WriteTo(output);
    }

    private static void WriteFollowup(FollowupAlert alert, ArrayBufferWriter<byte> output)
    {
        Append(output, $"{{\"time\":\"{alert.Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}\",\"level\":");
        output.Write(JsonText.Quote(alert.Level));
        output.Write(",\"component\":"u8);
        output.Write(JsonText.Quote(alert.Component));
        output.Write(",\"message\":"u8);
        output.Write(JsonText.Quote(alert.Message));
        if (alert.Source is not null)
        {
            output.Write(",\"source\":"u8);
            output.Write(JsonText.Quote(alert.Source));
        }

        output.Write("}"u8);
    }

    private static void WriteForeign(PanelObject? status, PanelKey name, ImmutableArray<PanelKey> own, ArrayBufferWriter<byte> output)
    {
        if (status?.Find(name) is not PanelObject foreign) return;
        foreach (var (key, value) in foreign.Members)
        {
            if (!own.Contains(key)) WriteMember(key.Json, value, output);
        }
    }

    private static void WriteMember(ReadOnlySpan<byte> name, PanelNode value, ArrayBufferWriter<byte> output)
    {
        output.Write(name);
        value.WriteTo(output);
        output.Write(","u8);
    }

    private static void WriteSeparated<T>(IEnumerable<T> items, ArrayBufferWriter<byte> output, Action<T, ArrayBufferWriter<byte>> write)
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first) output.Write(","u8);
            first = false;
            write(item, output);
        }
    }

    private static void Append(ArrayBufferWriter<byte> output, FormattableString text) =>
        Encoding.UTF8.GetBytes(FormattableString.Invariant(text), output);
}
