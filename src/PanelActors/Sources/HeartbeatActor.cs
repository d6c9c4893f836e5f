using Akka.Actor;
using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Sources;

/// <summary>A store's health changed.</summary>
internal sealed record HealthChanged(string Store, Health From, Health To, DateTimeOffset At);

/// <summary>
/// Classifies one store's freshness on a scheduled tick, and reports each change once: in the log and to the store.
/// </summary>
internal sealed class HeartbeatActor : ReceiveActor, IWithTimers
{
    private readonly string _store;
    private readonly Func<DateTimeOffset, Heartbeat> _read;
    private readonly TimeSpan _tick;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Action<HealthChanged> _changed;
    private Health _health;

    /// <summary>
    /// Watches the store that <paramref name="read"/> reads, looking every <paramref name="tick"/>; <paramref name="health"/>
    /// is the health that was reported last, and <paramref name="changed"/> hears of the next ones.
    /// </summary>
    public HeartbeatActor(
        string store, Func<DateTimeOffset, Heartbeat> read, TimeSpan tick, TimeProvider time, ILogger log,
        Action<HealthChanged> changed, Health health = Health.Init)
    {
        (_store, _read, _tick, _time, _log, _changed, _health) = (store, read, tick, time, log, changed, health);
        Receive<Tick>(_ => OnTick());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _tick);

    private void OnTick()
    {
        var now = _time.GetUtcNow();
        var heartbeat = _read(now);
        if (heartbeat.Health == _health) return;

        var change = new HealthChanged(_store, _health, heartbeat.Health, now);
        _health = heartbeat.Health;
        var level = change.To > Health.Ok ? LogLevel.Warning : LogLevel.Information;
        var (from, to) = (change.From.ToName(), change.To.ToName());
        if (heartbeat.Age is { } age)
        {
            _log.Log(
                level, "Health of {Source} went from {From} to {To}; its data is {Age:0.0} s old",
                change.Store, from, to, age.TotalSeconds);
        }
        else
        {
            _log.Log(level, "Health of {Source} went from {From} to {To}; the age of its data is unknown", change.Store, from, to);
        }

        _changed(change);
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
