using System.Collections.Immutable;
using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Composite;

/// <summary>
/// Keeps one composite: waits for its members' boards, and shows on its own board what the pure rules make of them. What
/// came while it worked is composed in one go.
/// </summary>
public sealed class CompositeActor : ReceiveActor, IWithTimers
{
    private readonly CompositeStore _store;
    private readonly int _followups;
    private readonly TimeSpan _tick;
    private readonly TimeProvider _time;
    private readonly Action _countFailover;
    private readonly ILogger _log;
    private ImmutableArray<Member> _members;
    private Composition? _composition;
    private Failover? _failover;
    private int _picked;
    private bool _composing;

    /// <summary>Keeps <paramref name="store"/>.</summary>
    /// <param name="store">The composite.</param>
    /// <param name="followups">How many follow-ups it shows.</param>
    /// <param name="tick">How often is looked whether, while nothing happens, the time alone has made another member count.</param>
    /// <param name="time">The clock.</param>
    /// <param name="countFailover">Called at each move from one member to another.</param>
    /// <param name="log">The store's log.</param>
    public CompositeActor(CompositeStore store, int followups, TimeSpan tick, TimeProvider time, Action countFailover, ILogger log)
    {
        (_store, _followups, _tick, _time, _countFailover, _log) = (store, followups, tick, time, countFailover, log);
        _members = [.. store.Members.Select(static member => new Member(member, member.Board.Current))];
        Receive<MemberChanged>(OnMemberChanged);
        Receive<ComposeNow>(_ => Compose());
        Receive<Tick>(_ => OnTick());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        for (var i = 0; i < _members.Length; i++) Watch(i);
        if (_store.Options.Merge == CompositeMerge.Failover) _failover = Failover.Start(_members.Length, _time.GetUtcNow());

        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _tick);
        Compose();
    }

    // Not to be cancelled: a wait that outlives this actor ends with the member's next change, and tells nobody.
    private void Watch(int index) => _members[index].Store.Board.WaitForChangeAsync(_members[index].Snapshot.Version, CancellationToken.None).AsTask()
        .PipeTo(Self, success: snapshot => new MemberChanged(index, snapshot));

    private void OnMemberChanged(MemberChanged changed)
    {
        _members = _members.SetItem(changed.Index, _members[changed.Index] with { Snapshot = changed.Snapshot });
        Watch(changed.Index);
        if (_composing) return;
        _composing = true;
        Self.Tell(ComposeNow.Instance);
    }

    private void OnTick()
    {
        var active = _failover?.Active;
        if (_failover is not null) ConsiderFailover();
        // Members are judged by limits of their own: one can overtake another by getting older.
        if (_failover?.Active != active || Pick(_failover?.Active) != _picked) Compose();
    }

    private void Compose()
    {
        _composing = false;
        if (_failover is not null) ConsiderFailover();
        var active = _failover?.Active;
        _composition = _composition is { } before ? before.Next(_members, active) : Composition.Of(_store.Options.Merge, _members, active);

        _picked = Pick(active);
        var state = CompositeState.Of(_composition, _members[_picked].State, _store.Board.Current.State, _followups);
        _store.Board.Publish(new CompositeSnapshot(state, _store.Board.NextVersion, _composition));
    }

    private int Pick(int? active) => CompositeHealth.Pick(_members, _store.Options.Health, active, _time.GetUtcNow()).Member;

    private void ConsiderFailover()
    {
        var now = _time.GetUtcNow();
        var before = _failover!;
        _failover = before.Next([.. _members.Select(member => FitnessOf(member, now))], _store.Options.FailoverAfter, now);
        if (_failover.Active == before.Active || !before.IsChosen) return;
        _countFailover();
        _log.LogWarning("{Source} moves from {From} to {To}", _store.Name, _members[before.Active].Name, _members[_failover.Active].Name);
    }

    private static MemberFitness FitnessOf(Member member, DateTimeOffset now)
    {
        if (member.Store.Connection?.Phase == ConnectionPhase.Stopped) return MemberFitness.Unfit;
        return member.HeartbeatAt(now).Health switch
        {
            Health.Init => MemberFitness.Unknown,
            Health.Stale => MemberFitness.Unfit,
            _ => MemberFitness.Healthy,
        };
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
