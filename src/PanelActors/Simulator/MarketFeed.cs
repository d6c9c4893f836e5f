using System.Text.Json.Nodes;
using PanelActors.Protocol;

namespace PanelActors.Simulator;

/// <summary>
/// A believable feed of market panels as a pure function of settings and start time: equal ones give byte-identical events, tick by tick.
/// It
/// derives every diff from its status before and after, so a client that applies all events has exactly that status after every tick. Times
/// come from the start and the interval, never from a clock.
/// </summary>
internal sealed class MarketFeed : ISimulatedFeed
{
    private const int CountsEvery = 10;

    private static readonly SimulatorDiffForm[] Rotation =
    [
        SimulatorDiffForm.Structured, SimulatorDiffForm.Structured, SimulatorDiffForm.MergePatch,
        SimulatorDiffForm.Structured, SimulatorDiffForm.Structured, SimulatorDiffForm.PanelOp,
    ];

    private readonly SimulatorSettings _settings;
    private readonly DateTimeOffset _start;
    private readonly Random _random;
    private readonly AlertBook _alerts = new();
    private readonly MarketModel _model;
    private readonly FaultSchedule _faults;
    private readonly List<FeedEvent> _events = [];

    /// <summary>A feed before its first tick, which is at <paramref name="start"/>.</summary>
    public MarketFeed(SimulatorSettings settings, DateTimeOffset start)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _start = start;
        _random = new Random(settings.Seed);
        _model = new MarketModel(settings, _random, _alerts);
        _faults = new FaultSchedule(settings);
    }

    /// <summary>The number of the latest tick: 0 for the first, -1 before it.</summary>
    public long Tick { get; private set; } = -1;

    /// <summary>The generation of the latest baseline: 1 for the first.</summary>
    public long Generation { get; private set; }

    /// <summary>The id of the latest event, 0 before the first.</summary>
    public long LastId { get; private set; }

    /// <summary>Whether the feed sends nothing at the moment (<see cref="SimulatorFault.Silence"/>).</summary>
    public bool Silent => _faults.Lasts(SimulatorFault.Silence);

    /// <summary>Whether the feed takes no new clients at the moment (<see cref="SimulatorFault.Refuse"/>).</summary>
    public bool Refusing => _faults.Lasts(SimulatorFault.Refuse);

    /// <inheritdoc/>
    long? ISimulatedFeed.HistoryStart => null;

    /// <summary>The current status. Later ticks change this object.</summary>
    internal JsonObject Status => _model.Status;

    private DateTimeOffset Now => _start + (Math.Max(0, Tick) * _settings.Interval);

    /// <summary>The next tick: at least one event, in the order of sending.</summary>
    public IReadOnlyList<FeedEvent> Next()
    {
        _events.Clear();
        Tick++;
        _faults.Advance(Tick);

        if (Tick == 0)
        {
            AddFull();
        }
        else
        {
            var alerts = _alerts.Advance(_random, Tick, FeedFrame.UnixSeconds(Now));
            var (before, after) = _model.Advance();
            if (_settings.FullEvery > 0 && Tick % _settings.FullEvery == 0)
                AddFull();
            else
                AddDiffs(before, after);
            foreach (var (type, body) in alerts) Add(type, Generation, body);
        }

        if (Tick % CountsEvery == 0) Add(EventTypes.SeverityCounts, Generation, new JsonObject { ["counts"] = _alerts.Counts() });
        return [.. _events];
    }

    /// <summary>A <c>panel_full</c> of the current status, outside the sequence: it repeats the id of the latest event.</summary>
    public FeedEvent Baseline() =>
        new(LastId, EventTypes.PanelFull, FeedFrame.Write(LastId, EventTypes.PanelFull, Generation, Now, FullBody()));

    /// <inheritdoc/>
    FeedEvent ISimulatedFeed.Opening(bool isCut) => Baseline();

    private JsonObject FullBody() => new() { ["status"] = _model.Status.DeepClone() };

    private void AddFull()
    {
        Generation++;
        Add(EventTypes.PanelFull, Generation, FullBody());
    }

    private void AddDiffs(JsonObject before, JsonObject after)
    {
        var form = _settings.Form == SimulatorDiffForm.Mixed ? Rotation[Tick % Rotation.Length] : _settings.Form;
        if (_faults.IsDue(SimulatorFault.Old)) form = SimulatorDiffForm.Structured;
        var diffs = form switch
        {
            SimulatorDiffForm.MergePatch => StatusDiff.MergePatch(before, after) is { } patch ? [patch] : null,
            SimulatorDiffForm.PanelOp => StatusDiff.PanelOps(before, after),
            _ => [StatusDiff.Structured(before, after)],
        };
        if (diffs is null && _settings.Form == SimulatorDiffForm.Mixed) diffs = [StatusDiff.Structured(before, after)];
        if (diffs is null)
        {
            AddFull();
            return;
        }

        foreach (var diff in diffs) AddDiff(diff);
    }

    // One fault a diff: of two faults a client would see only one.
    private void AddDiff(JsonObject diff)
    {
        var body = new JsonObject { ["diff"] = diff };
        var generation = Generation;
        var spoiled = false;
        if (_faults.Take(SimulatorFault.Generation))
            generation++;
        else if (_faults.Take(SimulatorFault.Incomplete))
            Truncate(diff, body);
        else if (_faults.Take(SimulatorFault.BadJson))
            spoiled = true;
        else if (_faults.IsDue(SimulatorFault.Old) && Misstate(diff))
            _faults.Take(SimulatorFault.Old);
        Add(EventTypes.PanelDiff, generation, body, spoiled);
    }

    private static void Truncate(JsonObject diff, JsonObject body)
    {
        // What is left must still have the shape of its form.
        if (diff["removed"] is JsonArray removed)
        {
            diff["added"]!.AsObject().Clear();
            removed.Clear();
            diff["changed"]!.AsObject().Clear();
            diff.Remove("nested");
        }
        else if (diff.ContainsKey("op"))
        {
            diff["op"] = "diff";
            diff["data"] = new JsonObject();
        }
        else
        {
            diff.Clear();
        }

        body["truncated"] = true;
    }

    // Misstates the first old value at any depth; false where the diff has none.
    private static bool Misstate(JsonObject structured)
    {
        if (structured["changed"] is JsonObject { Count: > 0 } changed)
        {
            changed.First().Value!["old"] = "never was";
            return true;
        }

        return structured["nested"] is JsonObject nested && nested.Any(n => Misstate((JsonObject)n.Value!));
    }

    private void Add(string type, long generation, JsonObject body, bool spoiled = false)
    {
        var cut = _faults.TakeCut();
        LastId++;
        _events.Add(new FeedEvent(LastId, type, FeedFrame.Write(LastId, type, generation, Now, body, spoiled), cut));
    }
}
