using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>One fault while it is caused: its daemon, its feed, and the stop-watch.</summary>
internal sealed class DrillScene : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    // How much longer than promised something is waited for, so that the report says how late it was.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    private readonly List<string> _broken = [];
    private readonly Dictionary<string, double> _before = [];
    private readonly List<IAsyncDisposable> _things = [];
    private DrillFeed? _second;
    private FeedListener? _receiver;
    private DrillCertificate? _trusted;
    private int _linesBefore;
    private long _caused;
    private TimeSpan? _detect;
    private TimeSpan? _recover;
    private int? _lostEvents;
    private int? _lostPanels;

    /// <summary>Of <paramref name="fault"/>.</summary>
    public DrillScene(DrillFault fault, DrillDaemon daemon, DrillFeed feed, MachineLateness machine, CancellationToken token)
    {
        (Fault, Daemon, Feed, Token) = (fault, daemon, feed, token);
        Watch = new(daemon, fault.Name, feed, fault.IsSummary, machine);
    }

    /// <summary>The fault.</summary>
    public DrillFault Fault { get; }

    /// <summary>The daemon.</summary>
    public DrillDaemon Daemon { get; }

    /// <summary>What its source reads.</summary>
    public DrillFeed Feed { get; }

    /// <summary>A second feed, for a source named <see cref="SecondName"/>; it listens from the first call on.</summary>
    public DrillFeed Second => _second ??= Keep(new DrillFeed(summary: false, Fault.Pace));

    /// <summary>The name of the source that reads <see cref="Second"/>.</summary>
    public string SecondName => $"{Name}-b";

    /// <summary>A receiver of notifications. It answers 200, or as <see cref="Answer"/> says.</summary>
    public FeedListener Receiver => _receiver ??= Keep(new FeedListener(ReceiveAsync));

    /// <summary>What <see cref="Receiver"/> answers instead of taking a notification; null = it takes it.</summary>
    public Func<FeedConnection, Task>? Answer { get; set; }

    /// <summary>The notifications that <see cref="Receiver"/> took, locked by itself.</summary>
    public List<string> Received { get; } = [];

    /// <summary>What a feed over TLS shows that its source trusts.</summary>
    public DrillCertificate Trusted => _trusted ??= Keep(new DrillCertificate("localhost"));

    /// <summary>What looks on.</summary>
    public DrillWatch Watch { get; }

    /// <summary>Cancelled when the drill is.</summary>
    public CancellationToken Token { get; }

    /// <summary>The name of source and store.</summary>
    public string Name => Fault.Name;

    /// <summary>What the daemon says of itself.</summary>
    public DaemonView View => Daemon.View ?? throw new InvalidOperationException("The daemon of the drill was not started.");

    /// <summary>All that was measured.</summary>
    public DrillMeasure Measure => new()
    {
        Detect = _detect,
        Recover = _recover,
        LostEvents = _lostEvents,
        LostPanels = _lostPanels,
        Broken = [.. _broken, .. Watch.Broken],
    };

    /// <summary>Ends <paramref name="thing"/> with the scene.</summary>
    public T Keep<T>(T thing) where T : IAsyncDisposable
    {
        _things.Add(thing);
        return thing;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        for (var i = _things.Count - 1; i >= 0; i--) await _things[i].DisposeAsync();
        await Feed.DisposeAsync();
    }

    /// <summary>The fault begins with the next line.</summary>
    public void Cause() => _caused = Stopwatch.GetTimestamp();

    /// <summary>Says that a promise is broken where <paramref name="kept"/> is false.</summary>
    public void Check(bool kept, string text)
    {
        if (!kept) _broken.Add(text);
    }

    /// <summary>Waits until the store shows it, and takes the time.</summary>
    public Task SeenAsync(string what, Func<JsonObject, bool> isThere) => SeenAsync(what, async () =>
        await View.StoreAsync(Name, Token) is { } store && isThere(store));

    /// <summary>Waits until the store has this text in a member, and takes the time.</summary>
    public Task SaysAsync(string member, string text) => SeenAsync($"{member} {text}", store =>
        store[member]?.ToString().Contains(text, StringComparison.Ordinal) == true);

    /// <summary>Waits until it is there, and takes the time.</summary>
    public async Task SeenAsync(string what, Func<Task<bool>> isThere)
    {
        if (!await UntilAsync((Fault.Promise.Detect ?? TimeSpan.Zero) + Grace, isThere))
            throw new PromiseBrokenException($"not seen: {what}; {await StateTextAsync()}");
        _detect = Stopwatch.GetElapsedTime(_caused);
    }

    /// <summary>Waits until a counter of the source has grown by at least <paramref name="by"/> since the scene began.</summary>
    public Task CountedAsync(string metric, string label = "", int by = 1) =>
        SeenAsync($"{metric}{{{label}}}", async () => await CountAsync(metric, label) >= by);

    /// <summary>By how much a counter of the source has grown since the scene began.</summary>
    public async Task<double> CountAsync(string metric, string label = "")
    {
        var now = await View.MetricAsync(metric, MetricOwner.LabelsOf(metric, Name, label), Token) ?? 0;
        return now - _before.GetValueOrDefault($"{metric} {label}");
    }

    /// <summary>Notes a counter as it is now, so that <see cref="CountAsync"/> counts from here.</summary>
    public async Task NoteAsync(string metric, string label = "") =>
        _before[$"{metric} {label}"] = await View.MetricAsync(metric, MetricOwner.LabelsOf(metric, Name, label), Token) ?? 0;

    /// <summary>Waits for a line in the log, written since the scene began, that has all of <paramref name="parts"/>.</summary>
    public Task LoggedAsync(params string[] parts) =>
        SeenAsync($"a line with {string.Join(", ", parts)}", () => Task.FromResult(Lines(parts) > 0));

    /// <summary>How many lines since the scene began have all of <paramref name="parts"/>.</summary>
    public int Lines(params string[] parts) =>
        Daemon.Child.Lines.Skip(_linesBefore).Count(line => parts.All(part => line.Contains(part, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Nothing is to be seen: the daemon must stay as it is for <paramref name="time"/>.</summary>
    public async Task StaysAsync(string what, TimeSpan time, Func<JsonObject, bool> isThere)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < time)
        {
            if (await View.StoreAsync(Name, Token) is { } store && !isThere(store))
            {
                Check(false, $"did not stay {what}: {store.ToJsonString()}");
                return;
            }

            await Task.Delay(Pause, Token);
        }
    }

    /// <summary>The fault is over: waits until the state is the feed's and <c>ok</c>, and takes the time and the losses.</summary>
    public async Task EndAsync()
    {
        var ended = Stopwatch.GetTimestamp();
        var from = Feed.Number;
        if (!await UntilAsync((Fault.Promise.Recover ?? TimeSpan.Zero) + Grace, () => IsWholeAsync(from)))
            throw new PromiseBrokenException($"not whole again; {await StateTextAsync()}");
        _recover = Stopwatch.GetElapsedTime(ended);
        _lostPanels = 0;
        _lostEvents = (int)(await CountAsync("events_dropped_total") + await CountAsync("ingest_errors_total"));
        if (_lostEvents > Fault.Promise.MayLose) Check(false, $"lost were {await View.LossesAsync(Name, Token)}");
    }

    /// <summary>Waits for what belongs to the recovery besides the state of the store.</summary>
    public async Task BackAsync(string what, Func<Task<bool>> isBack) =>
        Check(await UntilAsync((Fault.Promise.Recover ?? TimeSpan.Zero) + Grace, isBack), $"not back: {what}");

    /// <summary>The number of the latest event that the store shows; null where it shows none.</summary>
    public async Task<long?> ShownAsync() =>
        await View.SnapshotAsync(Name, Token) is { } shown ? DrillPanels.NumberIn(shown.Panels, Fault.IsSummary) : null;

    /// <summary>Another process takes over: its counters begin with 0 and its log is empty.</summary>
    public void Restarted()
    {
        _before.Clear();
        _linesBefore = 0;
    }

    /// <summary>Nothing is to be seen but what was seen: takes the time.</summary>
    public void Seen() => _detect = Stopwatch.GetElapsedTime(_caused);

    /// <summary>Waits until the daemon has the feed's state, and notes where its counters stand.</summary>
    public async Task BeginAsync()
    {
        var from = Feed.Number;
        if (!await UntilAsync(TimeSpan.FromSeconds(30), () => IsWholeAsync(from)))
            throw new PromiseBrokenException($"the daemon was not well before the fault; {await StateTextAsync()}");
        await NoteAsync("events_dropped_total");
        await NoteAsync("ingest_errors_total");
        _linesBefore = Daemon.Child.Lines.Length;
    }

    /// <summary>Waits for something that is not a promise itself; false where it did not come in time.</summary>
    public async Task<bool> UntilAsync(TimeSpan patience, Func<Task<bool>> isThere)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await isThere())
        {
            if (Stopwatch.GetElapsedTime(begun) > patience) return false;
            await Task.Delay(Pause, Token);
        }

        return true;
    }

    private async Task ReceiveAsync(FeedConnection connection)
    {
        if (Answer is { } answer)
        {
            await answer(connection);
            return;
        }

        lock (Received) Received.Add(connection.Body);
        await connection.AnswerAsync(200);
    }

    private async Task<bool> IsWholeAsync(long from)
    {
        if (await View.SnapshotAsync(Name, Token) is not { } shown) return false;
        if (DrillPanels.NumberIn(shown.Panels, Fault.IsSummary) is not { } number || number <= from) return false;
        if (shown.Status["need_full"] is not null || (string?)shown.Status["sse_heartbeat"]?["health"] != "ok") return false;
        _lostPanels = DrillPanels.Differing(shown.Panels, DrillPanels.At(number, Fault.IsSummary));
        return _lostPanels == 0;
    }

    private async Task<string> StateTextAsync() =>
        Daemon.View is { } view && await view.StoreAsync(Name, Token) is { } store
            ? $"the daemon shows {store.ToJsonString()}" : "the daemon does not answer";
}
