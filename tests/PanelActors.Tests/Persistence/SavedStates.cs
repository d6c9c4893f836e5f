using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using CsCheck;
using PanelActors.Persistence;
using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tests.State;
using PanelActors.Tree;

namespace PanelActors.Tests.Persistence;

/// <summary>States to save, and what they look like.</summary>
internal static class SavedStates
{
    public const string Origin = "0123456789abcdef0123456789abcdef";

    /// <summary>Any state that a feed can bring about, with any event id.</summary>
    public static readonly Gen<StoredState> Any = Gen.Select(
        Feed.AnyEnvelope.Array[0, 12],
        Gen.OneOf("", "", "", "operator", "generation_mismatch"),
        Gen.OneOf<string?>(
            Gen.OneOf<string?>(null, "0", "41", "é😀", "\"\\"),
            Gen.String[1, 200].Where(id => !id.Any(char.IsSurrogate) && EventId.Of(id) is { IsSendable: true }).Select(id => (string?)id)))
        .Select((feed, need, id) =>
        {
            var applying = new Applying();
            foreach (var data in feed) applying.Send(data);
            return new StoredState(need.Length == 0 ? applying.State : applying.RaiseNeed(need).State, EventId.Of(id), Origin);
        });

    /// <summary>A state with something in every place.</summary>
    public static StoredState Full(string? lastEventId = "42") => new(
        new Applying()
            .Full("""{"a":1,"b":{"é":null}}""", "5")
            .Diff("""{"b":{"c":[1,2]}}""", "5")
            .Diff("""{"b":{"c":3}}""", "4")
            .Severity("severity_state", """{"alert_type":"risk","active":"warn","counts":{"warn":1}}""")
            .Followup("""{"ts":1700000000.25,"alert":{"type":"drop","index":"NIFTY","severity":"critical","message":"fell \"hard\""}}""")
            .State,
        EventId.Of(lastEventId), Origin);

    /// <summary>
    /// Everything in it, as text, without the order of members: that is not content, and where a member comes back to depends on what was
    /// there before.
    /// </summary>
    public static string Describe(StoredState stored)
    {
        var state = stored.State;
        var text = new StringBuilder();
        text.AppendLine($"{stored.Origin} after {stored.LastEventId?.ToString() ?? "nothing"}");
        text.AppendLine($"status {Content(state.Status)} generation {state.Generation}");
        text.AppendLine($"counts {state.UiGeneration} {state.FullCount} {state.DiffAppliedCount} {state.DiffDroppedCount}");
        text.AppendLine($"times {state.LastEvent:O} {state.LastFull:O} {state.LastDiff:O}");
        text.AppendLine($"need {state.Need.IsNeeded} {state.Need.MayBeBacklog} {string.Join('|', state.Need.Reasons)}");
        text.AppendLine($"severity {Content(state.SeverityCounts)} {Content(state.SeverityStates)}");
        text.AppendLine($"baselines {string.Join(' ', stored.Baselines)}");
        foreach (var followup in state.Followups)
        {
            text.AppendLine($"{followup.Time:O} {followup.Level} {followup.Component} {followup.Message}");
            text.AppendLine($"from {followup.AlertType}|{followup.Index}|{followup.Source}");
        }

        return text.ToString();
    }

    private static string Content(PanelObject? node) => node is null ? "none" : ContentHash.Of(node).ToString();

    /// <summary>Bytes that have mark, version and checksum right, whatever their body.</summary>
    public static byte[] Sealed(string body, int version = StateCodec.Version)
    {
        byte[] bytes = [.. "PAst"u8, 0, 0, 0, 0, .. new byte[16], .. Encoding.UTF8.GetBytes(body)];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), version);
        XxHash128.Hash(bytes.AsSpan(24), bytes.AsSpan(8));
        return bytes;
    }

    /// <summary>The body of an encoded state.</summary>
    public static string BodyOf(byte[] bytes) => Encoding.UTF8.GetString(bytes, 24, bytes.Length - 24);
}
