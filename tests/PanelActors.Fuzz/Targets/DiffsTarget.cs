using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Encode;
using PanelActors.Protocol.Sse;
using PanelActors.Tree;

namespace PanelActors.Fuzz.Targets;

/// <summary>
/// Diffs of every form: merging one does what the model does, changes no older status, and what the relay makes of the change does the
/// same at its reader. The first byte chooses the form; then comes a line with the status, and a line for each diff.
/// </summary>
internal static class DiffsTarget
{
    private const int MaxDepth = 48;

    private static readonly DiffForm[] Forms = [DiffForm.Auto, DiffForm.MergePatch, DiffForm.PanelOp, DiffForm.Structured];

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var form = Forms[input[0] % Forms.Length];
        var lines = Encoding.UTF8.GetString(input[1..]).Split('\n');
        if (ReadObject(lines[0]) is not { } read) return;
        var status = PanelObject.Of(read);
        foreach (var line in lines.Skip(1))
        {
            if (ReadObject(line) is { } diff) status = Merge(status, diff, line, form);
        }
    }

    private static PanelObject Merge(PanelObject before, TapeValue diff, string line, DiffForm form)
    {
        var text = before.ToString();
        var (patch, _) = new DiffReader().Read(diff, form);
        var after = patch?.Apply(before);
        Require.Equal(text, before.ToString(), "the status before");
        var expected = DiffModel.Apply(Node(text), Node(line), form);
        Require.Equal(expected is null, after is null, "whether the diff can be merged");
        if (after is null) return before;
        var modelled = PanelObject.Parse(expected!.ToJsonString(new JsonSerializerOptions { MaxDepth = 1000 }));
        Require.Equal(ContentHash.Of(modelled), ContentHash.Of(after), "the status after");
        Require.Equal(Encoding.UTF8.GetByteCount(after.ToString()), (int)after.Size, "the size after");
        CheckRelayed(before, after);
        return ReadObject(after.ToString()) is null ? before : after;
    }

    // What the relay sends of the change, null for a baseline.
    private static void CheckRelayed(PanelObject before, PanelObject after)
    {
        if (PanelDiffs.Between(before, after) is not { } payloads) return;
        var reader = new PanelEventDecoder(DiffForm.Auto, maxDepth: 1024, dialect: Dialect.Panels);
        var mirror = before;
        foreach (var payload in payloads)
        {
            Require.That(payload.Json.AsSpan().IndexOfAny((byte)'\r', (byte)'\n') < 0, "a line break is sent");
            byte[] envelope = [.. "{\"type\":\"panel_diff\",\"payload\":"u8, .. payload.Json, (byte)'}'];
            var read = reader.Decode(new SseFrame(SseFrameKind.Event, envelope, "panel_diff", default)) as PanelDiffEvent;
            Require.That(read is { Patch: not null, IsIncomplete: false }, "the relay's reader cannot read its diff");
            var next = read.Patch.Apply(mirror);
            Require.That(next is not null, "the relay's diff does not fit");
            mirror = next;
        }

        Require.Equal(ContentHash.Of(after), ContentHash.Of(mirror), "the status of the relay's reader");
    }

    private static JsonObject Node(string json) =>
        JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 1000 })!.AsObject();

    private static TapeValue? ReadObject(string json)
    {
        var tape = new JsonTape(MaxDepth);
        return tape.Parse(Encoding.UTF8.GetBytes(json)) == JsonFault.None && tape.Root.IsObject ? tape.Root : null;
    }
}
