using System.Globalization;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>
/// The terminal view as a log, for pipes and plain terminals: one line for each change of health, connection, severity and each
/// follow-up, and at most one a second that sums up what else came.
/// </summary>
internal sealed class WatchLog
{
    private const int MostPanelsNamed = 6;
    private const int MostRemembered = 1000;

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

    /// <summary>What there is to say of <paramref name="state"/> at <paramref name="now"/> that was not said yet.</summary>
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
        var stamp = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
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
        // Before the daemon's own word the age is not known well enough.
        if (!state.IsSettled) return;
        var health = state.Freshness.HealthAt(now);
        if (health == _health) return;
        lines.Add(_health is { } before ? $"health {before.ToName()} -> {health.ToName()}{AgeOf(state, now)}" : $"health {health.ToName()}{AgeOf(state, now)}");
        _health = health;
    }

    private void Severity(WatchState state, List<string> lines)
    {
        var counts = string.Join(' ', AlertEntry.Counts(state.Panels).Select(static count => $"{count.Severity}={count.Count}"));
        // A baseline tells the alerts after the panels: until then there only seem to be none.
        if (counts.Length > 0 && counts != _counts)
        {
            _counts = counts;
            lines.Add($"severity {counts}");
        }

        foreach (var entry in AlertEntry.Of(state.Panels))
        {
            if (_alerts.TryGetValue(entry.Type, out var before) ? before == entry : !entry.IsActive) continue;
            _alerts[entry.Type] = entry;
            lines.Add($"alert {entry.Type} {(entry.IsActive ? entry.Level : "resolved")}{(entry.Reasons.Length > 0 ? $": {entry.Reasons}" : "")}");
        }
    }

    private void Followups(WatchState state, List<string> lines)
    {
        foreach (var followup in state.Panels.Followups.Reverse())
        {
            if (!_followups.Add(followup)) continue;
            _order.Enqueue(followup);
            if (_order.Count > MostRemembered) _followups.Remove(_order.Dequeue());
            // What was there before this began is no news.
            if (state.IsSettled)
                lines.Add($"follow-up {SafeText.Clean(followup.Level)} {SafeText.Clean(followup.Component)}: {SafeText.Clean(followup.Message)}");
        }
    }

    private void Sum(WatchState state, DateTimeOffset now, List<string> lines)
    {
        if (state.Events == _events || now - _summed < TimeSpan.FromSeconds(1) || !state.IsSettled) return;
        var status = state.Panels.Status;
        string[] changed = status is not null && _status is not null
            ? [.. status.Members.ChangedKeys(_status.Members).Take(MostPanelsNamed + 1).Select(static key => SafeText.Cut(SafeText.Clean(key.ToString()), 40))]
            : [];
        var names = string.Join(", ", changed.Take(MostPanelsNamed)) + (changed.Length > MostPanelsNamed ? ", …" : "");
        // Another store counts from the beginning.
        var events = state.Events > _events ? state.Events - _events : state.Events;
        lines.Add($"{state.Freshness.HealthAt(now).ToName()}{AgeOf(state, now)} +{events} {(events == 1 ? "event" : "events")}{(names.Length > 0 ? $": {names}" : "")}");
        (_events, _status, _summed) = (state.Events, status, now);
    }

    private static string AgeOf(WatchState state, DateTimeOffset now) =>
        state.Freshness.AgeAt(now) is { } age ? string.Create(CultureInfo.InvariantCulture, $" {age.TotalSeconds:0.0}s")
        : state.Freshness.IsUnknown ? " age unknown" : "";
}
