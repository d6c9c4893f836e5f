using PanelActors.Configuration;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.Snapshots;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Fuzz.Targets;

/// <summary>
/// The events of a feed in any dialect, from its bytes to the state, the snapshot and the reader of the relay. The first byte chooses the
/// dialect, the form of the diffs and whether publish times are trusted.
/// </summary>
internal static class EventsTarget
{
    private const int MaxEventBytes = 1 << 14;
    private const int MaxDepth = 64;

    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(60);
    private static readonly StateLimits Limits = new(FollowupAlerts: 3, MaxStateBytes: 4096);
    private static readonly Dialect[] Dialects = [Dialect.Auto, Dialect.Panels, Dialect.Summary];
    private static readonly DiffForm[] Forms = [DiffForm.Auto, DiffForm.MergePatch, DiffForm.PanelOp, DiffForm.Structured];

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var settings = input[0];
        var bytes = input[1..].ToArray();
        var batch = new SseBatch();
        new SseDecoder(MaxEventBytes).Decode(bytes, batch);
        var (decoder, second) = (Decoder(settings), Decoder(settings));
        var events = decoder.Decode(batch);
        var replays = new ReplayDetector();
        var state = PanelState.Initial;
        var mirror = new RelayMirror();
        var (now, at) = (Start, 0);
        foreach (var frame in batch.Frames)
        {
            if (frame.Kind == SseFrameKind.Comment) continue;
            var decoded = events[at++];
            var alike = second.Decode(frame);
            Require.Equal(decoded.GetType(), alike.GetType(), "what the same frame means");
            decoded.IsReplay = replays.IsReplay(decoded);
            now = now.AddSeconds(1);
            var after = state.Apply(decoded, now, Limits);
            Check(state, after, now);
            mirror.Follow(state, after.State, now);
            state = after.State;
        }

        Require.Equal(at, events.Count, "an event for each frame");
        CheckSnapshot(state);
    }

    private static void Check(PanelState before, Transition transition, DateTimeOffset now)
    {
        var after = transition.State;
        Require.That(after.UiGeneration - before.UiGeneration is >= 0 and <= 2, "the UI generation");
        Require.That(after.Need.Reasons.Length <= ResyncNeed.MaxReasons, "more reasons than are kept");
        Require.That(after.Followups.Length <= Limits.FollowupAlerts, "more follow-ups than are kept");
        Require.That(after.SeverityStates.Size <= Limits.MaxStateBytes, "severity states beyond their limit");
        Require.That(after.LastEvent is null || after.LastEvent <= now, "an event of the future");
        Require.That(before.LastEvent is null || after.LastEvent >= before.LastEvent, "data became older");
        if (transition.Outcome.Kind == OutcomeKind.Applied) return;
        Require.Equal(before.UiGeneration, after.UiGeneration, "the UI generation after an event that was not applied");
        Require.That(ReferenceEquals(before.Status, after.Status), "an event that was not applied changed the panels");
        Require.Equal(before.LastEvent, after.LastEvent, "an event that was not applied made data younger");
        Require.That(ReferenceEquals(before.SeverityStates, after.SeverityStates), "an event that was not applied changed the alerts");
    }

    private static void CheckSnapshot(PanelState state)
    {
        var rendered = EnrichedSnapshot.Render(new StoreSnapshot(state, version: 1));
        byte[] json = [.. rendered.UpToAge, .. "0.5,\"health\":\"ok\"},"u8, .. rendered.Rest];
        Require.That(new JsonTape(MaxDepth + 8).Parse(json) == JsonFault.None, "the snapshot is not JSON");
    }

    private static PanelEventDecoder Decoder(byte settings) => new(
        Forms[settings / 3 % Forms.Length], MaxDepth, settings >= 128, Dialects[settings % Dialects.Length]);
}
