using System.Buffers;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Relay;

/// <summary>
/// What changed from one state of a store to a later one, as subscribers are told it: a pure function. Of two neighbouring
/// states that is the event between them; of two that lie further apart, what all events between them came to. What the
/// two share is not looked at.
/// </summary>
public static class StateChanges
{
    // What is left of a kind of alert that is gone, which only composites have.
    private static readonly PanelObject NoAlert = PanelObject.Parse(
        """{"active":null,"previous_active":null,"last_change_cycle":null,"resolved":null,"resolved_count":null,"reasons":[],"alert":null}""");

    /// <summary>What <paramref name="after"/> has that <paramref name="before"/> had not.</summary>
    public static IEnumerable<RelayChange> Between(PanelState before, PanelState after)
    {
        if (ReferenceEquals(before, after)) return [];
        return [.. Panels(before, after), .. Counts(before, after), .. States(before, after), .. Followups(before, after)];
    }

    /// <summary>All that a client must know besides the panels: severity and follow-ups, the oldest of these first.</summary>
    public static IEnumerable<RelayChange> Alerts(PanelState state) =>
        [.. Counts(PanelState.Initial, state), .. States(PanelState.Initial, state), .. Followups(PanelState.Initial, state)];

    /// <summary>The whole status as a baseline; <paramref name="reason"/> says why where it is not the usual one.</summary>
    public static RelayChange Baseline(PanelObject status, string? reason = null)
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
        return new RelayChange(RelayTypes.PanelFull, output.WrittenSpan.ToArray());
    }

    private static List<RelayChange> Panels(PanelState before, PanelState after)
    {
        if (after.Status is null) return [];
        if (before.Status is null) return [Baseline(after.Status)];
        var fulls = after.FullCount - before.FullCount;
        var diffs = after.DiffAppliedCount - before.DiffAppliedCount;
        if (ReferenceEquals(before.Status, after.Status) && diffs == 0) return [];
        if (PanelDiffs.Between(before.Status, after.Status) is not { } changes) return [Baseline(after.Status)];

        // A baseline that says what was known is no news; a diff that does the same says that it is still so.
        if (changes.Count == 0) return fulls != 0 && diffs == 0 ? [] : [PanelDiffs.Nothing];
        // One diff leaves as a diff. What more came to may be shorter to say as a whole.
        return (fulls == 0 && diffs == 1) || changes.Sum(static change => (long)change.Payload.Length) <= BaselineLength(after.Status) ? changes : [Baseline(after.Status)];
    }

    private static long BaselineLength(PanelObject status) => status.Size + "{\"status\":}".Length;

    private static IEnumerable<RelayChange> Counts(PanelState before, PanelState after)
    {
        if (ReferenceEquals(before.SeverityCounts, after.SeverityCounts)) yield break;
        yield return Payload(RelayTypes.SeverityCounts, output =>
        {
            output.Write("{\"counts\":"u8);
            (after.SeverityCounts ?? PanelObject.Empty).WriteTo(output);
            output.Write("}"u8);
        });
    }

    private static IEnumerable<RelayChange> States(PanelState before, PanelState after)
    {
        if (ReferenceEquals(before.SeverityStates, after.SeverityStates)) yield break;
        foreach (var alertType in after.SeverityStates.Members.Unlike(before.SeverityStates.Members))
        {
            var entry = after.SeverityStates.Find(alertType) as PanelObject ?? NoAlert;
            yield return Payload(RelayTypes.SeverityState, output =>
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
            });
        }
    }

    private static IEnumerable<RelayChange> Followups(PanelState before, PanelState after)
    {
        if (before.Followups == after.Followups) yield break;
        for (var i = after.Followups.Length - 1; i >= 0; i--)
        {
            if (!before.Followups.Contains(after.Followups[i])) yield return FollowupPayload.Of(after.Followups[i]);
        }
    }

    private static RelayChange Payload(RelayTypes type, Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return new RelayChange(type, output.WrittenSpan.ToArray());
    }
}
