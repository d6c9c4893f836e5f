using System.Text.Json.Nodes;
using PanelActors.Protocol;

namespace PanelActors.Simulator;

/// <summary>The simulated alerts: each rises and falls between <c>info</c>, <c>warn</c> and <c>critical</c>, with reasons.</summary>
internal sealed class AlertBook
{
    private const double ChangeProbability = 0.02;
    private static readonly string[] Levels = ["info", "warn", "critical"];

    private readonly Alert[] _alerts =
    [
        new("liquidity_gap", "NIFTY", ["wide_spread", "thin_book", "₹ 2 tick gap"]),
        new("interpolation_high", "BANKNIFTY", ["missing_strikes", "interpolated_share > 25 %"]),
        new("risk_delta_drift", "FINNIFTY", ["delta_drift", "stale_underlying"]),
        new("bucket_util_low", "SENSEX", ["empty_buckets"]),
        new("loop_backlog", null, ["cycle_overrun", "queue_growth"]),
    ];

    /// <summary>The number of alerts at each level: the <c>counts</c> of specification 1.4.</summary>
    public JsonObject Counts()
    {
        var counts = new JsonObject();
        for (var level = 0; level < Levels.Length; level++) counts[Levels[level]] = _alerts.Count(a => a.Level == level);
        return counts;
    }

    /// <summary>The <c>alerts</c> panel: one row for each alert above <c>info</c>.</summary>
    public JsonArray Rows() =>
    [
        .. _alerts.Where(a => a.Level > 0).Select(a => (JsonNode)new JsonObject
        {
            ["type"] = a.Type,
            ["index"] = a.Index,
            ["severity"] = Levels[a.Level],
            ["since_cycle"] = a.LastChange,
        }),
    ];

    /// <summary>One tick: its <c>severity_state</c> and <c>followup_alert</c> bodies, in the order of sending.</summary>
    public IReadOnlyList<(string Type, JsonObject Body)> Advance(Random random, long cycle, decimal unixSeconds)
    {
        List<(string, JsonObject)>? events = null;
        foreach (var alert in _alerts)
        {
            if (random.NextDouble() >= ChangeProbability) continue;
            var previous = alert.Level;
            alert.Level = previous switch { 0 => 1 + random.Next(2), 1 => random.Next(2) * 2, _ => random.Next(2) };
            alert.LastChange = cycle;
            if (alert.Level == 0) alert.Resolved++;
            events ??= [];
            events.Add((EventTypes.SeverityState, State(alert, previous, withCounts: random.Next(2) == 0)));
            if (alert.Level > previous) events.Add((EventTypes.FollowupAlert, Followup(alert, unixSeconds, random)));
        }

        return events ?? [];
    }

    private JsonObject State(Alert alert, int previous, bool withCounts)
    {
        var active = alert.Level > 0;
        var body = new JsonObject
        {
            ["alert_type"] = alert.Type,
            ["active"] = Levels[alert.Level],
            ["previous_active"] = Levels[previous],
            ["last_change_cycle"] = alert.LastChange,
            ["resolved"] = !active,
            ["resolved_count"] = alert.Resolved,
            ["reasons"] = new JsonArray([.. alert.Reasons.Take(alert.Level).Select(r => (JsonNode)r)]),
            ["alert"] = active ? Description(alert) : null,
        };
        if (withCounts) body["counts"] = Counts();
        return body;
    }

    // The real feed sends a follow-up in either of two shapes.
    private static JsonObject Followup(Alert alert, decimal unixSeconds, Random random)
    {
        var body = random.Next(3) == 0 && alert.Index is not null
            ? new JsonObject { ["index"] = alert.Index, ["severity"] = Levels[alert.Level] }
            : new JsonObject { ["alert"] = Description(alert) };
        body["ts"] = unixSeconds;
        body["message"] = Message(alert);
        return body;
    }

    private static JsonObject Description(Alert alert) => new()
    {
        ["type"] = alert.Type,
        ["index"] = alert.Index,
        ["severity"] = Levels[alert.Level],
        ["message"] = Message(alert),
    };

    private static string Message(Alert alert) =>
        $"{alert.Type} is {Levels[alert.Level]}: {string.Join(", ", alert.Reasons.Take(alert.Level))}";

    private sealed class Alert(string type, string? index, string[] reasons)
    {
        public string Type { get; } = type;

        public string? Index { get; } = index;

        public string[] Reasons { get; } = reasons;

        public int Level { get; set; }

        public long LastChange { get; set; }

        public int Resolved { get; set; }
    }
}
