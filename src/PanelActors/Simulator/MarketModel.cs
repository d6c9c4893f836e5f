using System.Text.Json.Nodes;

namespace PanelActors.Simulator;

/// <summary>
/// The status of the simulated market: about a dozen panels, each published every so many ticks, some of which vanish and come
/// back, and any number of synthetic ones.
/// </summary>
internal sealed class MarketModel
{
    private const double VanishProbability = 0.01;
    private const double ReturnProbability = 0.2;
    private const int SamplesPerSyntheticPanel = 8;

    private readonly SimulatorSettings _settings;
    private readonly Random _random;
    private readonly MarketIndex[] _indices =
    [
        new("NIFTY", 24_850, 50, "this_week", "next_week", "this_month"),
        new("BANKNIFTY", 55_400, 100, "this_month", "next_month"),
        new("FINNIFTY", 26_300, 50, "this_month"),
        new("SENSEX", 81_500, 100, "this_week", "this_month"),
    ];

    private readonly List<Panel> _market;
    private readonly List<Panel> _synthetic;
    private readonly MachineLoad _load = new();
    private long _cycle;

    public MarketModel(SimulatorSettings settings, Random random, AlertBook alerts)
    {
        _settings = settings;
        _random = random;
        _market =
        [
            new("app", 600, () => new JsonObject { ["name"] = "market-panels", ["version"] = "1.4.2", ["seed"] = settings.Seed }),
            new("market", 4, Market),
            new("loop", 1, Loop),
            new("indices", 3, () => new JsonArray([.. _indices.Select(i => (JsonNode)i.Name)])),
            new("indices_detail", 1, IndicesDetail),
            new("provider", 5, Provider),
            new("resources", 2, Resources),
            new("alerts", 2, () => alerts.Rows()),
            new("analytics", 6, () => new JsonObject { ["rows"] = Rows(), ["updated_cycle"] = _cycle }, mayVanish: true),
            new("storage", 7, Storage, mayVanish: true),
            new("greeks", 9, Greeks, mayVanish: true),
            new("expiry_summary", 5, ExpirySummary, mayVanish: true),
            new("notice", 13, () => _random.Next(3) == 0 ? null : $"cycle {_cycle}: all feeds nominal — ₹", mayVanish: true),
        ];
        _synthetic = [.. Enumerable.Range(1, settings.Panels).Select(Synthetic)];
        foreach (var panel in _market.Concat(_synthetic)) Status[panel.Name] = panel.Render();
    }

    /// <summary>The whole status as it is now. Later ticks change this object.</summary>
    public JsonObject Status { get; } = [];

    /// <summary>One tick. Returns the panels that it published, as they were before and as they are now.</summary>
    public (JsonObject Before, JsonObject After) Advance()
    {
        _cycle++;
        foreach (var index in _indices) index.Advance(_random);
        _load.Advance(_random);

        var before = new JsonObject();
        var after = new JsonObject();
        foreach (var panel in _market)
        {
            if (panel.MayVanish && _random.NextDouble() < (panel.Hidden ? ReturnProbability : VanishProbability))
                Toggle(panel, before, after);
            else if (!panel.Hidden && _cycle % panel.Every == 0)
                Publish(panel, before, after);
        }

        for (var i = 0; i < (_synthetic.Count + 19) / 20; i++)
        {
            var panel = _synthetic[_random.Next(_synthetic.Count)];
            if (before.ContainsKey(panel.Name) || after.ContainsKey(panel.Name)) continue;
            if (_random.NextDouble() < (panel.Hidden ? ReturnProbability : VanishProbability))
                Toggle(panel, before, after);
            else if (!panel.Hidden)
                Publish(panel, before, after);
        }

        return (before, after);
    }

    private void Toggle(Panel panel, JsonObject before, JsonObject after)
    {
        panel.Hidden = !panel.Hidden;
        if (!panel.Hidden)
        {
            Publish(panel, before, after);
            return;
        }

        var old = Status[panel.Name];
        Status.Remove(panel.Name);
        before[panel.Name] = old;
    }

    private void Publish(Panel panel, JsonObject before, JsonObject after)
    {
        if (Status.TryGetPropertyValue(panel.Name, out var old))
        {
            // Null detaches the old node, which can have one parent only, and keeps the panel's place.
            Status[panel.Name] = null;
            before[panel.Name] = old;
        }

        var value = panel.Render();
        after[panel.Name] = value?.DeepClone();
        Status[panel.Name] = value;
    }

    private JsonObject IndicesDetail()
    {
        var detail = new JsonObject();
        foreach (var index in _indices) detail[index.Name] = index.Detail();
        return detail;
    }

    private JsonArray Rows() => [.. _indices.Select(i => (JsonNode)i.AnalyticsRow())];

    private JsonObject Market()
    {
        // Sessions follow the cycle, not the clock, so that a demo at night shows an open market too.
        const int Session = 1200, Pause = 60;
        var position = _cycle % (Session + Pause);
        var open = position < Session;
        return new()
        {
            ["status"] = open ? "OPEN" : "CLOSED",
            ["session"] = 1 + (_cycle / (Session + Pause)),
            ["opens"] = "09:15",
            ["closes"] = "15:30",
            ["cycles_left"] = open ? Session - position : null,
        };
    }

    private JsonObject Loop() => new()
    {
        ["cycle"] = _cycle,
        ["interval_sec"] = _settings.Interval.TotalSeconds,
        ["duration_ms"] = MarketIndex.Round(_load.CycleMilliseconds),
        ["success_rate"] = MarketIndex.Round(100 - _load.ErrorPercent),
        ["overruns"] = _load.Overruns,
        ["state"] = "running",
    };

    private JsonObject Provider() => new()
    {
        ["name"] = "kite",
        ["auth"] = new JsonObject { ["valid"] = true, ["expires_in_cycles"] = 5_000 - (_cycle % 5_000) },
        ["latency_ms"] = MarketIndex.Round(_load.LatencyMilliseconds),
        ["errors"] = _load.Overruns,
        ["last_error"] = _load.ErrorPercent > 3 ? "rate limited" : null,
    };

    private JsonObject Resources() => new()
    {
        ["cpu"] = MarketIndex.Round(_load.CpuPercent),
        ["memory_mb"] = MarketIndex.Round(_load.MemoryMegabytes),
        ["threads"] = 24 + (int)(_load.CpuPercent / 10),
    };

    private JsonObject Storage() => new()
    {
        ["sinks"] = new JsonArray(
            new JsonObject { ["name"] = "csv", ["rows"] = _cycle * 56, ["lag_ms"] = MarketIndex.Round(_load.LatencyMilliseconds / 4) },
            new JsonObject { ["name"] = "influx", ["rows"] = _cycle * 56, ["lag_ms"] = MarketIndex.Round(_load.LatencyMilliseconds / 2) }),
        ["disk_used_pct"] = MarketIndex.Round(41 + (_cycle % 4_000 / 200.0)),
        ["last_error"] = null,
    };

    private JsonObject Greeks()
    {
        var greeks = new JsonObject();
        foreach (var index in _indices)
        {
            // A stale index has no greeks at all: its object gives way to a null.
            greeks[index.Name] = index.Stale ? null : new JsonObject
            {
                ["delta"] = MarketIndex.Round(Math.Tanh(index.ChangePercent)),
                ["vega"] = MarketIndex.Round(index.Volatility * 0.8),
            };
        }

        return greeks;
    }

    private JsonObject ExpirySummary()
    {
        var summary = new JsonObject();
        foreach (var index in _indices)
        {
            // The keys themselves come and go, so that nested keys are added and removed too.
            if (_random.Next(4) == 0) continue;
            summary[index.Name] = new JsonObject
            {
                ["expiry"] = "this_month",
                ["days_left"] = 30 - (_cycle / 1_260 % 30),
                ["band"] = index.Volatility > 14 ? "wide" : "narrow",
            };
        }

        return summary;
    }

    private Panel Synthetic(int number)
    {
        var value = 100.0;
        var samples = new Queue<double>();
        return new Panel(
            $"panel_{number:0000}",
            1,
            () =>
            {
                value = MarketIndex.Round(Math.Clamp(value + MarketIndex.Gaussian(_random), 0, 1_000));
                samples.Enqueue(value);
                if (samples.Count > SamplesPerSyntheticPanel) samples.Dequeue();
                return new JsonObject
                {
                    ["title"] = $"Panel {number}",
                    ["value"] = value,
                    ["cycle"] = _cycle,
                    ["samples"] = new JsonArray([.. samples.Select(s => (JsonNode)s)]),
                };
            },
            mayVanish: true);
    }

    private sealed class Panel(string name, int every, Func<JsonNode?> render, bool mayVanish = false)
    {
        public string Name { get; } = name;

        public int Every { get; } = every;

        public Func<JsonNode?> Render { get; } = render;

        public bool MayVanish { get; } = mayVanish;

        public bool Hidden { get; set; }
    }
}
