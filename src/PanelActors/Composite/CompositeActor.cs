using Akka.Actor;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Composite;

/// <summary>
/// Shows on a composite's board what the pure rules of <see cref="CompositeView"/> make of its members' boards. Changes that arrive while
/// it works are composed in one go.
/// </summary>
internal sealed class CompositeActor : ReceiveActor, IWithTimers
{
    private readonly CompositeStore _store;
    private readonly int _followups;
    private readonly TimeSpan _tick;
    private readonly TimeProvider _time;
    private readonly Action _countFailover;
    private readonly ILogger _log;
    private CompositeView _view;
    private bool _isComposing;
    private DataTrace? _trace;

    /// <param name="store">The composite.</param>
    /// <param name="followups">How many follow-ups it shows.</param>
    /// <param name="tick">How often the members are judged again while nothing happens.</param>
    /// <param name="time">The clock.</param>
    /// <param name="countFailover">Called at each move from one member to another.</param>
    /// <param name="log">The store's log.</param>
    public CompositeActor(CompositeStore store, int followups, TimeSpan tick, TimeProvider time, Action countFailover, ILogger log)
    {
        (_store, _followups, _tick, _time, _countFailover, _log) = (store, followups, tick, time, countFailover, log);
        var members = store.Members.Select(static member => new Member(member, member.Board.Current));
        _view = CompositeView.Of(store.Options, [.. members], time.GetUtcNow());
        Receive<MemberChanged>(OnMemberChanged);
        Receive<ComposeNow>(_ => OnComposeNow());
        Receive<Tick>(_ => OnTick());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        for (var i = 0; i < _view.Members.Length; i++) Watch(i);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _tick);
        Show();
    }

    // Not cancelled when the actor stops: the wait ends with the member's next change, whose message goes to dead letters.
    private void Watch(int member)
    {
        var (store, snapshot) = _view.Members[member];
        store.Board.WaitForChangeAsync(snapshot.Version, CancellationToken.None).AsTask()
            .PipeTo(Self, success: changed => new MemberChanged(member, changed));
    }

    private void OnMemberChanged(MemberChanged changed)
    {
        _view = _view.With(changed.Index, changed.Snapshot);
        _trace = changed.Snapshot.Trace ?? _trace;
        Watch(changed.Index);
        if (_isComposing) return;
        _isComposing = true;
        Self.Tell(ComposeNow.Instance);
    }

    private void OnComposeNow()
    {
        _isComposing = false;
        Judge();
        _view = _view.Composed();
        Show();
    }

    private void OnTick()
    {
        var before = _view;
        Judge();
        if (!_view.IsOtherChoiceThan(before)) return;
        _view = _view.Composed();
        Show();
    }

    private void Judge()
    {
        var before = _view.Failover;
        _view = _view.Judged(_time.GetUtcNow());
        if (before is not { IsChosen: true } || _view.Failover!.Active == before.Active) return;
        _countFailover();
        var (from, to) = (_view.Members[before.Active].Name, _view.Members[_view.Failover.Active].Name);
        _log.LogWarning("{Source} moves from {From} to {To}", _store.Name, from, to);
    }

    private void Show()
    {
        var state = _view.StateAfter(_store.Board.Current.State, _followups);
        _store.Board.Publish(new CompositeSnapshot(state, _store.Board.NextVersion, _view.Composition) { Trace = _trace });
        _trace = null;
    }

    private sealed record MemberChanged(int Index, StoreSnapshot Snapshot);

    private sealed record ComposeNow
    {
        public static readonly ComposeNow Instance = new();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
