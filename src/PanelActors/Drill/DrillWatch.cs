using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>Looks at one store again and again while a fault lasts, and holds it to the <see cref="FreshnessInvariant"/>.</summary>
internal sealed class DrillWatch(DrillDaemon daemon, string store, DrillFeed feed, bool summary, MachineLateness machine) : IAsyncDisposable
{
    private const int MaxBroken = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly FreshnessInvariant Invariant = new(DrillTimes.WarnAfter, DrillTimes.Tick);

    private readonly CancellationTokenSource _ending = new();
    private readonly List<string> _broken = [];
    private Task _looking = Task.CompletedTask;
    private long? _highest;
    private int _life;

    /// <summary>Whether panels may go back: the row of the fault says so.</summary>
    public bool MayGoBack { get; set; }

    /// <summary>How many looks there were.</summary>
    public int Looks { get; private set; }

    /// <summary>What was seen broken, the first few.</summary>
    public IReadOnlyList<string> Broken
    {
        get
        {
            lock (_broken) return [.. _broken];
        }
    }

    /// <summary>Begins to look.</summary>
    public void Start() => _looking = LookAsync(_ending.Token);

    /// <summary>Ends looking; what was seen stays.</summary>
    public async Task StopAsync()
    {
        await _ending.CancelAsync();
        await _looking;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _ending.Dispose();
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var begun = Stopwatch.GetTimestamp();
                var life = daemon.Lives;
                if (daemon.View is { } view && await view.SnapshotAsync(store, cancellation) is { } shown && life == daemon.Lives)
                    Judge(shown.Panels, shown.Status, begun, life);
                await Task.Delay(Pause, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The fault is over.
        }
    }

    private void Judge(JsonObject panels, JsonObject status, long begun, int life)
    {
        Looks++;
        var took = Stopwatch.GetElapsedTime(begun);
        var number = DrillPanels.NumberIn(panels, summary);
        var health = (string?)status["sse_heartbeat"]?["health"] ?? "";
        if (number is { } shown)
        {
            TimeSpan? age = feed.TimeOf(shown) is { } sent ? Stopwatch.GetElapsedTime(sent, begun) : null;
            Add(Invariant.OfHealth(health, age, took + machine.Worst));
            if (feed.IsExact && status["need_full"] is null
                && DrillPanels.Differing(panels, DrillPanels.At(shown, summary)) is > 0 and var panelCount)
            {
                var panelText = DrillJudge.Count(panelCount, "panel");
                Add($"{panelText} shown that the feed did not have at event {shown}, and no need of a baseline");
            }
        }

        // Another process begins with what was saved last.
        if (life != _life) _highest = null;
        _life = life;
        if (!MayGoBack) Add(FreshnessInvariant.OfOrder(_highest, number));
        _highest = number is { } now ? Math.Max(now, _highest ?? now) : _highest;
    }

    private void Add(string? text)
    {
        if (text is null) return;
        lock (_broken)
        {
            if (_broken.Count < MaxBroken) _broken.Add(text);
        }
    }
}
