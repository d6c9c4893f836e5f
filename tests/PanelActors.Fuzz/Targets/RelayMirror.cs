using System.Buffers;
using PanelActors.Configuration;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Encode;
using PanelActors.Protocol.Sse;
using PanelActors.Relay;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Fuzz.Targets;

/// <summary>A reader of a relay: after each change of the store it has what the store has.</summary>
internal sealed class RelayMirror
{
    private static readonly StateLimits Limits = new(FollowupAlerts: 3, MaxStateBytes: long.MaxValue);

    private readonly SseDecoder _frames = new(1 << 24);
    private readonly PanelEventDecoder _events = new(DiffForm.Auto, maxDepth: 1024, dialect: Dialect.Panels);
    private PanelState _state = PanelState.Initial;
    private long _id;

    /// <exception cref="BrokenInvariantException">The reader has something else than the store.</exception>
    public void Follow(PanelState before, PanelState after, DateTimeOffset now)
    {
        var (changes, repeats) = StateChanges.Between(before, after);
        foreach (var payload in changes) Read(payload, now);
        foreach (var payload in repeats) Read(payload, now);
        RequireSame(after.Status, _state.Status, "panels");
        RequireSame(after.SeverityCounts, _state.SeverityCounts, "counts");
        RequireSame(after.SeverityStates, _state.SeverityStates, "severity states");
        Require.SameLines(Lines(after), Lines(_state), "follow-ups at the relay's reader");
    }

    private void Read(EventPayload payload, DateTimeOffset now)
    {
        var output = new ArrayBufferWriter<byte>();
        EncodedEvent.Of(payload, ++_id, generation: 1, now, DataAge.None).WriteTo(output, now);
        var batch = new SseBatch();
        _frames.Decode(output.WrittenSpan.ToArray(), batch);
        Require.Equal(1, batch.Frames.Count, "one frame for each event of the relay");
        var transition = _state.Apply(_events.Decode(batch)[0], now, Limits);
        Require.Equal(OutcomeKind.Applied, transition.Outcome.Kind, $"the relay's {payload.Kind} ({transition.Outcome.Reason})");
        _state = transition.State;
    }

    private static void RequireSame(PanelNode? expected, PanelNode? actual, string what)
    {
        Require.Equal(expected is null, actual is null, $"whether the relay's reader has {what}");
        if (expected is not null) Require.Equal(ContentHash.Of(expected), ContentHash.Of(actual!), $"{what} at the relay's reader");
    }

    private static List<string> Lines(PanelState state) =>
        [.. state.Followups.Select(static alert => $"{alert.Level} {alert.Component} {alert.Message}")];
}
