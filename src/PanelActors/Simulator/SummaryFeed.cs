using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PanelActors.Protocol;

namespace PanelActors.Simulator;

/// <summary>
/// The market as a summary stream, a pure function of settings and start time. Every client gets the history first: a hello, the latest
/// whole snapshot, and what came after it. Where the backlog is too short for that, <c>truncated</c> takes the place of the rest.
/// </summary>
internal sealed class SummaryFeed : ISimulatedFeed
{
    // These change with every tick, which is more than a summary usually sends.
    private const string TooBusy = "loop";
    private const string Busy = "indices_detail";
    private const int BusyEvery = 3;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SimulatorSettings _settings;
    private readonly DateTimeOffset _start;
    private readonly Random _random;
    private readonly AlertBook _alerts = new();
    private readonly MarketModel _model;
    private readonly FaultSchedule _faults;
    private readonly byte[] _hello;
    private byte[] _snapshot = [];
    private long _tick = -1;

    /// <summary>A feed before its first tick, which is at <paramref name="start"/>.</summary>
    public SummaryFeed(SimulatorSettings settings, DateTimeOffset start)
    {
        (_settings, _start, _random) = (settings, start, new Random(settings.Seed));
        _model = new MarketModel(settings, _random, _alerts);
        _faults = new FaultSchedule(settings);
        ShowAll();
        _hello = Frame(EventTypes.Hello, new JsonObject
        {
            ["cycle"] = 1,
            ["version"] = string.Create(CultureInfo.InvariantCulture, $"simulator-{settings.Seed}-{start.ToUnixTimeMilliseconds()}"),
            ["schema_version"] = 1,
            ["panels"] = new JsonArray([.. Panels.Select(panel => HashOf(panel.Key, panel.Value!))]),
        });
    }

    /// <inheritdoc/>
    public bool Silent => _faults.Lasts(SimulatorFault.Silence);

    /// <inheritdoc/>
    public bool Refusing => _faults.Lasts(SimulatorFault.Refuse);

    /// <inheritdoc/>
    public long? HistoryStart { get; private set; }

    /// <summary>The id of the latest event, 0 before the first; no client sees it.</summary>
    internal long LastId { get; private set; }

    /// <summary>The panels of a client that has read all events. Later ticks change this object.</summary>
    internal JsonObject Panels { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<FeedEvent> Next()
    {
        _faults.Advance(++_tick);
        if (_tick == 0) return [AddSnapshot()];
        _alerts.Advance(_random, _tick, FeedFrame.UnixSeconds(_start + (_tick * _settings.Interval)));
        var (before, after) = _model.Advance();
        if (_settings.FullEvery > 0 && _tick % _settings.FullEvery == 0)
        {
            ShowAll();
            return [AddSnapshot()];
        }

        var changed = new JsonObject();
        foreach (var name in before.Select(static panel => panel.Key).Union(after.Select(static panel => panel.Key)))
        {
            if (name == TooBusy || (name == Busy && _tick % BusyEvery != 0)) continue;
            var panel = SummaryPanel.Of(name, after[name]);
            if (JsonNode.DeepEquals(panel, Panels[name])) continue;
            Panels[name] = panel;
            changed[name] = panel.DeepClone();
        }

        return [changed.Count == 0 ? Add(EventTypes.Heartbeat, Body("unchanged", true)) : AddUpdate(changed)];
    }

    /// <inheritdoc/>
    public FeedEvent Opening(bool isCut) =>
        new(LastId, EventTypes.Hello, (byte[])[.. _hello, .. _snapshot, .. isCut ? Frame(EventTypes.Truncated, []) : []]);

    private void ShowAll()
    {
        Panels = [];
        foreach (var (name, content) in _model.Status)
        {
            if (name != TooBusy) Panels[name] = SummaryPanel.Of(name, content);
        }
    }

    private FeedEvent AddSnapshot()
    {
        var added = Add("full_snapshot", Body("panels", Panels.DeepClone()));
        (_snapshot, HistoryStart) = (added.Frame.ToArray(), added.Id + 1);
        return added;
    }

    private FeedEvent AddUpdate(JsonObject changed)
    {
        if (_faults.Take(SimulatorFault.Incomplete)) return Add(EventTypes.Truncated, []);
        var spoiled = _faults.Take(SimulatorFault.BadJson);
        if (_settings.Form == SimulatorDiffForm.Structured)
        {
            var diff = Body("panels", changed);
            diff["structured"] = true;
            return Add(EventTypes.PanelDiff, diff, spoiled);
        }

        var updates = new JsonArray();
        foreach (var (name, panel) in changed)
        {
            var update = new JsonObject { ["key"] = name };
            foreach (var (key, value) in panel!.AsObject()) update[key] = value?.DeepClone();
            updates.Add((JsonNode)update);
        }

        return Add("panel_update", Body("updates", updates), spoiled);
    }

    private static JsonObject HashOf(string key, JsonNode panel) => new() { ["key"] = key, ["hash"] = panel["hash"]!.DeepClone() };

    private JsonObject Body(string name, JsonNode value) => new() { ["cycle"] = _tick + 1, [name] = value };

    private FeedEvent Add(string type, JsonObject body, bool spoiled = false) =>
        new(++LastId, type, Frame(type, body, spoiled), _faults.TakeCut());

    private static byte[] Frame(string type, JsonObject body, bool spoiled = false)
    {
        var data = JsonSerializer.SerializeToUtf8Bytes(body, Json);
        if (spoiled) data = data[..(data.Length / 2)];
        return [.. Encoding.UTF8.GetBytes($"event: {type}\ndata: "), .. data, .. "\n\n"u8];
    }
}
