using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Persistence;

/// <summary>
/// A stored state as bytes, and back: a mark, a version, a checksum over all that follows, and one JSON object. The first eight bytes keep
/// their meaning in every version. A member that can be done without makes no new version: it is added to <c>rest</c> and
/// read with <see cref="StoredStateReader.TryGetOptional"/>.
/// </summary>
internal static class StateCodec
{
    /// <summary>The version that is written.</summary>
    public const int Version = 2;

    /// <summary>The oldest version that is read.</summary>
    public const int OldestVersion = 1;

    /// <summary>How many bytes of panels and severity states are written at most.</summary>
    public const long MaxSize = 512L << 20;

    private const int VersionAt = 4;
    private const int ChecksumAt = 8;
    private const int BodyAt = ChecksumAt + 16;

    // Whatever depth a feed may have, and the object around it.
    private const int MaxDepth = 600;

    private static ReadOnlySpan<byte> Mark => "PAst"u8;

    /// <summary>Whether <paramref name="state"/> is small enough to be written.</summary>
    public static bool Fits(PanelState state) =>
        (state.Status?.Size ?? 0) + state.SeverityStates.Size + (state.SeverityCounts?.Size ?? 0) <= MaxSize;

    /// <summary>The bytes of <paramref name="stored"/>, whose state must fit.</summary>
    public static byte[] Encode(StoredState stored)
    {
        var state = stored.State;
        var output = new ArrayBufferWriter<byte>((int)(state.Status?.Size ?? 0) + 4096);
        output.Write(Mark);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), Version);
        output.Advance(sizeof(int));
        output.GetSpan(BodyAt - ChecksumAt)[..(BodyAt - ChecksumAt)].Clear();
        output.Advance(BodyAt - ChecksumAt);

        WriteNode("{\"status\":"u8, state.Status, output);
        WriteNode(",\"severity_counts\":"u8, state.SeverityCounts, output);
        WriteNode(",\"severity_states\":"u8, state.SeverityStates, output);
        output.Write(",\"rest\":"u8);
        using (var json = new Utf8JsonWriter(output)) WriteRest(stored, json);
        output.Write("}"u8);

        var bytes = output.WrittenSpan.ToArray();
        XxHash128.Hash(bytes.AsSpan(BodyAt), bytes.AsSpan(ChecksumAt));
        return bytes;
    }

    /// <summary>What is wrong with <paramref name="bytes"/> before their content is looked at.</summary>
    public static StateFault Check(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ChecksumAt || !bytes.StartsWith(Mark)) return StateFault.NotAState;
        var version = VersionOf(bytes);
        if (version > Version) return StateFault.NewerVersion;
        if (version < OldestVersion) return StateFault.NotAState;
        if (bytes.Length < BodyAt) return StateFault.Damaged;
        Span<byte> checksum = stackalloc byte[BodyAt - ChecksumAt];
        XxHash128.Hash(bytes[BodyAt..], checksum);
        return checksum.SequenceEqual(bytes[ChecksumAt..BodyAt]) ? StateFault.None : StateFault.Damaged;
    }

    /// <summary>Reads <paramref name="bytes"/>; <paramref name="stored"/> is null where there is a fault. Never throws.</summary>
    public static StateFault Decode(ReadOnlyMemory<byte> bytes, out StoredState? stored)
    {
        stored = null;
        var fault = Check(bytes.Span);
        if (fault != StateFault.None) return fault;
        var tape = new JsonTape(MaxDepth);
        if (tape.Parse(bytes[BodyAt..]) != JsonFault.None) return StateFault.Invalid;
        stored = StoredStateReader.Read(tape.Root, VersionOf(bytes.Span));
        return stored is null ? StateFault.Invalid : StateFault.None;
    }

    private static int VersionOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes[VersionAt..]);

    private static void WriteNode(ReadOnlySpan<byte> name, PanelNode? node, ArrayBufferWriter<byte> output)
    {
        output.Write(name);
        (node ?? PanelLeaf.Null).WriteTo(output);
    }

    private static void WriteRest(StoredState stored, Utf8JsonWriter json)
    {
        var state = stored.State;
        json.WriteStartObject();
        json.WriteString("origin", stored.Origin);
        json.WriteString("last_event_id", stored.LastEventId?.ToString());
        WriteNumber(json, "generation", state.Generation);
        json.WriteNumber("ui_generation", state.UiGeneration);
        json.WriteNumber("full_count", state.FullCount);
        json.WriteNumber("diff_applied_count", state.DiffAppliedCount);
        json.WriteNumber("diff_dropped_count", state.DiffDroppedCount);
        WriteNumber(json, "last_event", state.LastEvent?.UtcTicks);
        WriteNumber(json, "last_full", state.LastFull?.UtcTicks);
        WriteNumber(json, "last_diff", state.LastDiff?.UtcTicks);
        json.WriteBoolean("need_full", state.Need.IsNeeded);
        json.WriteBoolean("may_be_backlog", state.Need.MayBeBacklog);
        json.WriteStartArray("reasons");
        foreach (var reason in state.Need.Reasons) json.WriteStringValue(reason);
        json.WriteEndArray();
        if (!stored.Baselines.IsEmpty) WriteBaselines(stored, json);
        json.WritePropertyName("followups");
        StoredFollowups.Write(json, state.Followups);
        json.WriteEndObject();
    }

    private static void WriteBaselines(StoredState stored, Utf8JsonWriter json)
    {
        json.WriteStartArray("baselines");
        foreach (var baseline in stored.Baselines)
        {
            json.WriteStartArray();
            json.WriteStringValue(baseline.Id.ToString());
            json.WriteStringValue(baseline.Hash.ToString("x16", CultureInfo.InvariantCulture));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }
}
