using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;

namespace PanelActors.Sources;

/// <summary>
/// Runs one connection and reports to its parent: <see cref="ConnectionOpened"/>, then <see cref="ConnectionEnded"/>.
/// A stream that fails does not by itself reach the actor that runs it, so its end is piped back as a message.
/// </summary>
internal sealed class ConnectionActor : ReceiveActor, IWithTimers
{
    private readonly IRunnableGraph<RunningConnection> _graph;
    private readonly int _attempt;
    private readonly SourceConnection _connection;
    private readonly IngestSettings _settings;
    private readonly Action<ConnectionEnd>? _ended;

    /// <summary>
    /// Runs <paramref name="graph"/>, the connection number <paramref name="attempt"/>; <paramref name="ended"/> hears of its end.
    /// </summary>
    public ConnectionActor(
        IRunnableGraph<RunningConnection> graph, int attempt, SourceConnection connection, IngestSettings settings,
        Action<ConnectionEnd>? ended = null)
    {
        (_graph, _attempt, _connection, _settings, _ended) = (graph, attempt, connection, settings, ended);
        Receive<Accepted>(_ => Context.Parent.Tell(new ConnectionOpened(_attempt)));
        Receive<Ended>(ended => End(UpstreamFailure.EndOf(ended.Failure)));
        Receive<CheckIdle>(_ => OnCheckIdle());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan IdleTimeout => _settings.Reconnect.IdleTimeout;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _connection.Clock.Touch();
        // The materializer belongs to this actor: when it stops, the stream is torn down and with it the connection.
        var running = _graph.Run(Context.Materializer());
        running.Accepted.PipeTo(Self, success: static () => Accepted.Instance, failure: static _ => NotAccepted.Instance);
        running.Done.PipeTo(Self, success: static () => new Ended(null), failure: static failure => new Ended(failure));
        ScheduleIdleCheck(IdleTimeout);
    }

    /// <inheritdoc/>
    protected override void Unhandled(object message)
    {
        // The end of the stream reports, with its reason, that the upstream did not accept.
        if (message is not NotAccepted) base.Unhandled(message);
    }

    private void OnCheckIdle()
    {
        var left = _settings.MayBeSilent(_connection.Dialect) ? IdleTimeout : IdleTimeout - _connection.Clock.Idle;
        if (left <= TimeSpan.Zero) End(ConnectionEnds.Idle(IdleTimeout));
        else ScheduleIdleCheck(left);
    }

    private void ScheduleIdleCheck(TimeSpan after) => Timers.StartSingleTimer(nameof(CheckIdle), CheckIdle.Instance, after);

    private void End(ConnectionEnd end)
    {
        _ended?.Invoke(end);
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
