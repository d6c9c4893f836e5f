using System.Globalization;
using PanelActors.Protocol;
using PanelActors.Watch;

namespace PanelActors.Benchmarks.Soak;

/// <summary>A client of one store's relay that stays: it resumes after each loss, and has the panels that it makes of the diffs.</summary>
internal sealed class SoakClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly DaemonClient _daemon;
    private readonly RelayFollower _follower;
    private readonly Action<string> _broken;
    private readonly Task _run;
    private WatchState _state = new(DateTimeOffset.UtcNow) { Trends = null };
    private long _highest;

    public SoakClient(Uri url, string store, Action<string> broken)
    {
        (Store, _broken) = (store, broken);
        _daemon = new DaemonClient(new DaemonAddress(url));
        _follower = new RelayFollower(_daemon, store, TakeAsync);
        _run = _follower.RunAsync(_stopping.Token);
    }

    /// <summary>The store that it follows.</summary>
    public string Store { get; }

    /// <summary>Events that it has read.</summary>
    public long Events { get; private set; }

    /// <summary>The hash of the panels that it has.</summary>
    public string? Panels => SoakPanels.HashOf(Volatile.Read(ref _state).Panels.Status);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _run;
        }
        catch (OperationCanceledException)
        {
            // It was to stop.
        }

        _stopping.Dispose();
        _daemon.Dispose();
    }

    private ValueTask TakeAsync(WatchInput input, CancellationToken cancellation)
    {
        var before = _state;
        if (input is WatchInput.Event { Content.Id: { } id } happened) CheckId(id, isStrict: before.IsSettled && !happened.StartsOver);
        var after = before.Apply(input, DateTimeOffset.UtcNow);
        // After a baseline in place of a backlog come all alerts, up to the next heartbeat.
        if (input is WatchInput.Event { StartsOver: true }) after = after with { IsSettled = false };
        if (after.MustStartOver && !before.MustStartOver) _follower.StartOver();
        Volatile.Write(ref _state, after);
        if (input is WatchInput.Event) Events++;
        return ValueTask.CompletedTask;
    }

    // What comes before a connection's first heartbeat may share the position of its baseline.
    private void CheckId(EventId id, bool isStrict)
    {
        var number = long.Parse(id.ToString(), CultureInfo.InvariantCulture);
        if (isStrict ? number <= _highest : number < _highest) _broken($"{Store}: id {number} came after {_highest}");
        _highest = Math.Max(_highest, number);
    }
}
