using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using PanelActors.Sources.Http;

namespace PanelActors.Sources;

/// <summary>
/// Runs one connection and tells its parent how it went: <see cref="ConnectionOpened"/>, then <see cref="ConnectionEnded"/>.
/// A stream that fails does not by itself reach the actor that runs it, so its end is piped back as a message.
/// </summary>
internal sealed class ConnectionActor : ReceiveActor, IWithTimers
{
    private readonly Func<IActorRef, IRunnableGraph<RunningConnection>> _graph;
    private readonly int _attempt;
    private readonly TransportClock _clock;
    private readonly TimeSpan _idleTimeout;
    private readonly Func<bool> _mayBeSilent;

    /// <summary>Runs the graph that <paramref name="graph"/> makes for a supervisor, the actor's parent.</summary>
    /// <param name="graph">Makes the graph.</param>
    /// <param name="attempt">The connection's number.</param>
    /// <param name="clock">When the transport last showed life.</param>
    /// <param name="idleTimeout">How long it may show none.</param>
    /// <param name="mayBeSilent">Whether the feed is one for which silence means nothing; known at the latest with its first event.</param>
    public ConnectionActor(
        Func<IActorRef, IRunnableGraph<RunningConnection>> graph, int attempt, TransportClock clock, TimeSpan idleTimeout, Func<bool> mayBeSilent)
    {
        (_graph, _attempt, _clock, _idleTimeout, _mayBeSilent) = (graph, attempt, clock, idleTimeout, mayBeSilent);
        Receive<Accepted>(_ => Context.Parent.Tell(new ConnectionOpened(_attempt)));
        Receive<Ended>(ended => End(UpstreamFailure.EndOf(ended.Failure)));
        Receive<CheckIdle>(_ => OnCheckIdle());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _clock.Touch();
        // The materializer belongs to this actor: when it stops, the stream is torn down and with it the connection.
        var running = _graph(Context.Parent).Run(Context.Materializer());
        running.Accepted.PipeTo(Self, success: static () => Accepted.Instance, failure: static _ => NotAccepted.Instance);
        running.Done.PipeTo(Self, success: static () => new Ended(null), failure: static failure => new Ended(failure));
        ScheduleIdleCheck(_idleTimeout);
    }

    /// <inheritdoc/>
    protected override void Unhandled(object message)
    {
        // That the upstream did not accept is told, with its reason, by the end of the stream.
        if (message is not NotAccepted) base.Unhandled(message);
    }

    private void OnCheckIdle()
    {
        var left = _mayBeSilent() ? _idleTimeout : _idleTimeout - _clock.Idle;
        if (left <= TimeSpan.Zero) End(ConnectionEnds.Idle(_idleTimeout));
        else ScheduleIdleCheck(left);
    }

    private void ScheduleIdleCheck(TimeSpan after) => Timers.StartSingleTimer(nameof(CheckIdle), CheckIdle.Instance, after);

    private void End(ConnectionEnd end)
    {
        Context.Parent.Tell(new ConnectionEnded(_attempt, end));
        Context.Stop(Self);
        Become(() => ReceiveAny(_ => { }));
    }

    private sealed record Accepted
    {
        public static readonly Accepted Instance = new();
    }

    private sealed record NotAccepted
    {
        public static readonly NotAccepted Instance = new();
    }

    private sealed record Ended(Exception? Failure);

    private sealed record CheckIdle
    {
        public static readonly CheckIdle Instance = new();
    }
}
