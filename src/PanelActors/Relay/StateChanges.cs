using System.Buffers;
using PanelActors.Protocol.Encode;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Relay;

/// <summary>
/// What changed from one state of a store to a later one, as payloads of events: a pure function. Of two neighbouring states that is the
/// event between them; of two that lie further apart, the outcome of all events between them. What the two share is not looked at.
/// </summary>
internal static class StateChanges
{
    // What is left of a kind of alert that is gone, which only composites have.
    private static readonly PanelObject NoAlert = PanelObject.Parse("""
        {"active":null,"previous_active":null,"last_change_cycle":null,"resolved":null,"resolved_count":null,"reasons":[],"alert":null}
        """);

    /// <summary>
    /// What <paramref name="after"/> has that <paramref name="before"/> had not, and what the feed repeated, which only confirms that it is
    /// still so.
    /// </summary>
    public static (IReadOnlyList<EventPayload> Changes, IReadOnlyList<EventPayload> Repeats) Between(PanelState before, PanelState after)
    {
        if (ReferenceEquals(before, after)) return ([], []);
        var (changes, repeats) = (new List<EventPayload>(), new List<EventPayload>());
        Panels(before, after, changes, repeats);
        Counts(before, after, changes, repeats);
        States(before, after, changes, repeats);
        changes.AddRange(Followups(before, after));
        return (changes, repeats);
    }

    /// <summary>All that a baseline has besides the panels: severity and follow-ups, the oldest of these first.</summary>
    public static IReadOnlyList<EventPayload> Alerts(PanelState state) => Between(PanelState.Initial, state with { Status = null }).Changes;

    /// <summary>The whole status as a baseline, with the <paramref name="reason"/> for one that a client does not expect.</summary>
    public static EventPayload Baseline(PanelObject status, string? reason = null)
    {
        var output = new ArrayBufferWriter<byte>((int)Math.Min(status.Size + 64, Array.MaxLength / 2));
        output.Write("{\"status\":"u8);
        status.WriteTo(output);
        if (reason is not null)
        {
            output.Write(",\"reason\":"u8);
            output.Write(JsonText.Quote(reason));
        }

        output.Write("}"u8);
        return new EventPayload(EventKinds.PanelFull, output.WrittenSpan.ToArray());
    }

    private static void Panels(PanelState before, PanelState after, List<EventPayload> changes, List<EventPayload> repeats)
    {
        if (after.Status is null) return;
        if (before.Status is null)
        {
            changes.Add(Baseline(after.Status));
            return;
        }

        var fulls = after.FullCount - before.FullCount;
        var diffs = after.DiffAppliedCount - before.DiffAppliedCount;
        if (ReferenceEquals(before.Status, after.Status) && fulls == 0 && diffs == 0) return;
        // One diff leaves as a diff. What several came to may be shorter as a whole.
        if (PanelDiffs.Between(before.Status, after.Status) is not { } between) changes.Add(Baseline(after.Status));
        else if (between.Count == 0) repeats.Add(PanelDiffs.Nothing);
        else if ((fulls == 0 && diffs == 1) || LengthOf(between) <= BaselineLength(after.Status)) changes.AddRange(between);
        else changes.Add(Baseline(after.Status));
    }

    private static long LengthOf(List<EventPayload> payloads) => payloads.Sum(static payload => (long)payload.Json.Length);

    private static long BaselineLength(PanelObject status) => status.Size + "{\"status\":}".Length;

    private static void Counts(PanelState before, PanelState after, List<EventPayload> changes, List<EventPayload> repeats)
    {
        if (ReferenceEquals(before.SeverityCounts, after.SeverityCounts)) return;
        (IsAlike(before.SeverityCounts, after.SeverityCounts) ? repeats : changes)
            .Add(CountsPayload.Of(after.SeverityCounts ?? PanelObject.Empty));
    }

    private static void States(PanelState before, PanelState after, List<EventPayload> changes, List<EventPayload> repeats)
    {
        if (ReferenceEquals(before.SeverityStates, after.SeverityStates)) return;
        foreach (var alertType in after.SeverityStates.Members.ChangedKeys(before.SeverityStates.Members))
        {
            var found = after.SeverityStates.Find(alertType);
            var entry = found as PanelObject ?? NoAlert;
            (IsAlike(before.SeverityStates.Find(alertType), found) ? repeats : changes).Add(Payload(EventKinds.SeverityState, output =>
            {
                output.Write("{\"alert_type\":"u8);
                output.Write(alertType.Json[..^1]);
                foreach (var (key, value) in entry.Members)
                {
                    output.Write(","u8);
                    output.Write(key.Json);
                    value.WriteTo(output);
                }

                output.Write("}"u8);
            }));
        }
    }

    private static bool IsAlike(PanelNode? before, PanelNode? after) =>
        before is not null && after is not null && ContentHash.Of(before).Equals(ContentHash.Of(after));

    private static IEnumerable<EventPayload> Followups(PanelState before, PanelState after)
    {
        if (before.Followups == after.Followups) yield break;
        for (var i = after.Followups.Length - 1; i >= 0; i--)
        {
            if (!before.Followups.Contains(after.Followups[i])) yield return FollowupPayload.Of(after.Followups[i]);
        }
    }

    private static EventPayload Payload(EventKinds kind, Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return new EventPayload(kind, output.WrittenSpan.ToArray());
    }
}
