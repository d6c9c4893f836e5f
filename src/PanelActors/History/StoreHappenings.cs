using System.Collections.Immutable;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Tree;

namespace PanelActors.History;

/// <summary>
/// Finds what happened to one store: from one of its states to the next, from one status of its connection to the next, and in its health.
/// Not safe for concurrent use; what it found so far is for any thread to read.
/// </summary>
/// <param name="store">The name of the store.</param>
/// <param name="memory">What the database knows of it.</param>
internal sealed class StoreHappenings(StoreName store, StoreMemory memory)
{
    // Clocks differ by that much; within it a follow-up keeps the time by which it is recognised over restarts.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    private PanelState _state = PanelState.Initial;
    private ImmutableDictionary<string, AlertPeriod> _alerts = memory.Alerts;
    private ImmutableHashSet<(long, long)> _known = memory.Followups;
    private Health? _health;
    private ConnectionPhase _phase = ConnectionPhase.Connecting;
    private string? _error;

    /// <summary>Since when each kind of alert is as it is.</summary>
    public ImmutableDictionary<string, AlertPeriod> Alerts => Volatile.Read(ref _alerts);

    /// <summary>Adds what happened up to <paramref name="state"/>, which is seen at <paramref name="now"/>.</summary>
    public void Observe(PanelState state, DateTimeOffset now, HistoryBatch found)
    {
        var before = _state;
        _state = state;
        if (!ReferenceEquals(before.SeverityStates, state.SeverityStates)) Severity(before, state, now, found);
        if (before.Followups != state.Followups) Followups(before, state, now, found);
        Baselines(before, state, now, found);
    }

    /// <summary>Adds that the store has a health, where it had another one.</summary>
    public void Observe(Heartbeat heartbeat, DateTimeOffset since, DateTimeOffset now, HistoryBatch found)
    {
        var health = heartbeat.Health;
        if (health == _health) return;
        var before = _health ?? memory.Health?.Health;
        _health = health;
        found.Periods.Add(StorePeriodRow.Of(store, health, since, now));
        // The same health as at the end of the previous run, without a break.
        if (health == before && since == memory.Health?.Since) return;
        var age = heartbeat.AgeSeconds is { } seconds ? FormattableString.Invariant($"data is {seconds:0.0} s old")
            : health == Health.Init ? "no data yet" : "the age of the data is unknown";
        var detail = before is { } was && was != health ? $"was {was.ToName()}; {age}" : age;
        found.Entries.Add(HistoryEntry.Of(store, now, HistoryKind.Health, HistoryLevel.Of(health), health.ToName(), detail));
    }

    /// <summary>Adds that a connection was made or lost. Of attempts that fail in a row, only another reason is news.</summary>
    public void Observe(ConnectionStatus status, DateTimeOffset now, HistoryBatch found)
    {
        var (before, error) = (_phase, _error);
        if (status.Phase != ConnectionPhase.Connecting) (_phase, _error) = (status.Phase, status.LastErrorKind);
        var why = status.LastError ?? "";
        switch (status.Phase)
        {
            case ConnectionPhase.Open when before != ConnectionPhase.Open:
                Add(HistoryLevel.Info, "open", why);
                break;
            case ConnectionPhase.Stopped when before != ConnectionPhase.Stopped:
                Add(HistoryLevel.Critical, "stopped", why);
                break;
            case ConnectionPhase.Waiting when before == ConnectionPhase.Open:
                Add(HistoryLevel.Warn, "lost", why);
                break;
            case ConnectionPhase.Waiting when error != status.LastErrorKind:
                Add(HistoryLevel.Warn, "failed", why);
                break;
        }

        void Add(string level, string title, string detail) =>
            found.Entries.Add(HistoryEntry.Of(store, now, HistoryKind.Connection, level, title, detail));
    }

    /// <summary>How the store is, as entries with the times since when it is so.</summary>
    public IReadOnlyList<HistoryEntry> Current(Health health, DateTimeOffset since, DateTimeOffset now)
    {
        List<HistoryEntry> current =
        [
            HistoryEntry.Of(store, since, HistoryKind.Health, HistoryLevel.Of(health), health.ToName(), ""),
            .. _alerts.Select(alert => Current(alert.Key, alert.Value)),
        ];
        // The need that every store begins with has no reason.
        if (_state.Need is { IsNeeded: true, Reasons.IsEmpty: false } need)
            current.Add(HistoryEntry.Of(store, now, HistoryKind.Baseline, HistoryLevel.Warn, "needed", need.LastReason));
        if (_phase == ConnectionPhase.Stopped)
            current.Add(HistoryEntry.Of(store, now, HistoryKind.Connection, HistoryLevel.Critical, "stopped", ""));
        return current;
    }

    private HistoryEntry Current(string alertType, AlertPeriod period)
    {
        var state = period.State;
        var entry = HistoryEntry.Of(store, period.LastChange, HistoryKind.Severity, state.Level, TitleOf(alertType, state), "");
        return entry with { Subject = alertType };
    }

    // The word at its end is what readers find the condition by, however long the kind is.
    private static string TitleOf(string alertType, AlertState state) =>
        $"{HistoryText.Clamp(alertType, HistoryText.MaxTitle - state.Word.Length - 1)} {state.Word}";

    private void Severity(PanelState before, PanelState state, DateTimeOffset now, HistoryBatch found)
    {
        // A kind that is gone, as after a failure inside, is not resolved: it stays what it was until it is heard of again.
        foreach (var key in state.SeverityStates.Members.ChangedKeys(before.SeverityStates.Members))
        {
            if (state.SeverityStates.Find(key) is not PanelObject entry) continue;
            var (alertType, alert) = (HistoryText.Clamp(key.ToString(), HistoryText.MaxTitle), AlertState.Of(entry));
            var known = _alerts.GetValueOrDefault(alertType);
            var period = known?.Next(alert, now) ?? new AlertPeriod(alert, now, now);
            if (ReferenceEquals(period, known)) continue;
            Volatile.Write(ref _alerts, _alerts.SetItem(alertType, period));
            found.Periods.Add(StorePeriodRow.Of(store, alertType, period));
            // That it is not there says nothing of an alert that was never heard of.
            if (known is null && !alert.IsActive) continue;
            var reasons = string.Join("; ", AlertState.ReasonsOf(entry));
            var detail = reasons.Length > 0 ? reasons : AlertState.MessageOf(entry) ?? "";
            var level = alert.IsActive ? alert.Level : HistoryLevel.Info;
            var news = HistoryEntry.Of(store, now, HistoryKind.Severity, level, TitleOf(alertType, alert), detail);
            found.Entries.Add(news with { Subject = alertType });
        }
    }

    private void Followups(PanelState before, PanelState state, DateTimeOffset now, HistoryBatch found)
    {
        for (var i = state.Followups.Length - 1; i >= 0; i--)
        {
            if (before.Followups.Contains(state.Followups[i])) continue;
            var entry = HistoryEntry.Of(store, state.Followups[i]);
            // One of the future would stay the newest for as long, and outlive all others.
            var isAhead = entry.At > now + MaxAhead;
            // Those of the previous run come back with its state.
            if (isAhead ? !_known.Any(known => known.Item2 == entry.Number)
                : !_known.Contains((HistoryEntry.Micros(entry.At), entry.Number)))
            {
                found.Entries.Add(isAhead ? entry with { At = now } : entry);
            }
        }

        if (!before.Followups.IsEmpty) _known = _known.Clear();
    }

    private void Baselines(PanelState before, PanelState state, DateTimeOffset now, HistoryBatch found)
    {
        if (before.Need.IsNeeded == state.Need.IsNeeded) return;
        found.Entries.Add(state.Need.IsNeeded
            ? HistoryEntry.Of(store, now, HistoryKind.Baseline, HistoryLevel.Warn, "needed", state.Need.LastReason ?? "")
            : HistoryEntry.Of(store, now, HistoryKind.Baseline, HistoryLevel.Info, "got",
                state.Generation is { } generation ? FormattableString.Invariant($"generation {generation}") : ""));
    }
}
