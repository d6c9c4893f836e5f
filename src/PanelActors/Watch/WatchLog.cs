using System.Globalization;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>
/// The terminal view as a log, for pipes and plain terminals: one line for each change of health, connection, severity and each
/// follow-up, and at most one a second that sums up what else came.
/// </summary>
/// <param name="zone">The zone of the times.</param>
internal sealed class WatchLog(WatchZone zone)
{
    private const int MaxPanelsNamed = 6;
    private const int MaxRemembered = 1000;

    private readonly Dictionary<string, AlertEntry> _alerts = new(StringComparer.Ordinal);
    private readonly Queue<FollowupAlert> _order = new();
    private readonly HashSet<FollowupAlert> _followups = [];
    private (LinkPhase Phase, string Reason)? _link;
    private Health? _health;
    private string _counts = "";
    private long _events;
    private PanelObject? _status;
    private DateTimeOffset _summed;
    private PanelState? _seen;

    /// <summary>The lines for what is new in <paramref name="state"/> at <paramref name="now"/>.</summary>
    public IReadOnlyList<string> Next(WatchState state, DateTimeOffset now)
    {
        var lines = new List<string>();
        Link(state, lines);
        if (!ReferenceEquals(_seen, state.Panels))
        {
            _seen = state.Panels;
            Severity(state, lines);
            Followups(state, lines);
        }

        HealthOf(state, now, lines);
        Sum(state, now, lines);
        var stamp = zone.IsoStamp(now);
        return [.. lines.Select(line => $"{stamp} {SafeText.Clean(state.Store ?? "-")} {line}")];
    }

    private void Link(WatchState state, List<string> lines)
    {
        var link = (state.Link.Phase, state.Link.Reason);
        if (link == _link) return;
        _link = link;
        switch (state.Link.Phase)
        {
            case LinkPhase.Live:
                lines.Add("connected");
                break;
            case LinkPhase.Silent or LinkPhase.Lost:
                var what = state.Link.Phase == LinkPhase.Silent ? "no answer" : state.WasConnected ? "lost" : "could not connect";
                lines.Add($"{what}: {SafeText.Clean(state.Link.Reason)}");
                break;
        }
    }

    private void HealthOf(WatchState state, DateTimeOffset now, List<string> lines)
    {
        // Before the first heartbeat the age is not known well enough.
        if (!state.IsSettled) return;
        var health = state.Freshness.HealthAt(now);
        if (health == _health) return;
        var before = _health is { } known ? $"{known.ToName()} -> " : "";
        // A change is of now; what it was before that is older.
        var since = _health is null && state.Summary is { } summary && summary.Health == health.ToName() ? SinceOf(summary.StateSince) : "";
        lines.Add($"health {before}{health.ToName()}{AgeOf(state, now)}{since}");
        _health = health;
    }

    private void Severity(WatchState state, List<string> lines)
    {
        var counts = string.Join(' ', AlertEntry.Counts(state.Panels).Select(static count => $"{count.Severity}={count.Count}"));
        // The alerts of a baseline come after its panels: until then there only seem to be none.
        if (counts.Length > 0 && counts != _counts)
        {
            _counts = counts;
            lines.Add($"severity {counts}");
        }

        foreach (var entry in AlertEntry.Of(state.Panels))
        {
            var isKnown = _alerts.TryGetValue(entry.Type, out var before);
            if (isKnown ? before! with { Message = entry.Message } == entry : !entry.IsActive) continue;
            _alerts[entry.Type] = entry;
            var reasons = entry.Reasons.Length > 0 ? $": {entry.Reasons}" : "";
            var since = state.Periods.SinceOf(entry) is { } at ? $" since {zone.IsoStamp(at)}" : "";
            lines.Add($"alert {entry.Type} {(entry.IsActive ? entry.Level : "resolved")}{since}{reasons}");
        }
    }

    private void Followups(WatchState state, List<string> lines)
    {
        foreach (var followup in state.Panels.Followups.Reverse())
        {
            if (!_followups.Add(followup)) continue;
            _order.Enqueue(followup);
            if (_order.Count > MaxRemembered) _followups.Remove(_order.Dequeue());
            // Older follow-ups came with the baseline.
            if (!state.IsSettled) continue;
            var (level, component) = (SafeText.Clean(followup.Level), SafeText.Clean(followup.Component));
            lines.Add($"follow-up {level} {component}: {SafeText.Clean(followup.Message)}");
        }
    }

    private void Sum(WatchState state, DateTimeOffset now, List<string> lines)
    {
        if (state.Events == _events || now - _summed < TimeSpan.FromSeconds(1) || !state.IsSettled) return;
        var status = state.Panels.Status;
        PanelKey[] changed = status is not null && _status is not null
            ? [.. status.Members.ChangedKeys(_status.Members).Take(MaxPanelsNamed + 1)]
            : [];
        var names = string.Join(", ", changed.Take(MaxPanelsNamed).Select(static key => SafeText.Cut(SafeText.Clean(key.ToString()), 40)))
            + (changed.Length > MaxPanelsNamed ? ", …" : "");
        // Another store counts from the beginning.
        var events = state.Events > _events ? state.Events - _events : state.Events;
        var came = $"+{events} {(events == 1 ? "event" : "events")}{(names.Length > 0 ? $": {names}" : "")}";
        lines.Add($"{state.Freshness.HealthAt(now).ToName()}{AgeOf(state, now)} {came}");
        (_events, _status, _summed) = (state.Events, status, now);
    }

    private string SinceOf(double unixSeconds) => WatchZone.At(unixSeconds) is { } at ? $" since {zone.IsoStamp(at)}" : "";

    private static string AgeOf(WatchState state, DateTimeOffset now) =>
        state.Freshness.AgeAt(now) is { } age ? string.Create(CultureInfo.InvariantCulture, $" {age.TotalSeconds:0.0}s")
        : state.Freshness.IsUnknown ? " age unknown" : "";
}
