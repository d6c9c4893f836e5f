using Akka.Actor;
using PanelActors.Ingest;
using PanelActors.State;

namespace PanelActors.Hosting;

/// <summary>The actors of one source.</summary>
/// <param name="Name">The source.</param>
/// <param name="Connection">Where its status is shown.</param>
/// <param name="State">Makes the owner of its state.</param>
/// <param name="Ingest">Makes the supervisor of its connections, which feed the state.</param>
/// <param name="Heartbeat">Makes the judge of its freshness.</param>
public sealed record SourceProps(string Name, SourceConnection Connection, Props State, Func<IActorRef, Props> Ingest, Props Heartbeat);

/// <summary>Has a source judged otherwise from now on, by the heartbeat that <paramref name="Heartbeat"/> makes.</summary>
public sealed record RetuneSource(Props Heartbeat);

/// <summary>
/// One source: its state, its connections, its heartbeat. They depend on each other's memory, so when one fails all of
/// them start over together: with an empty state, which says that it needs a baseline.
/// </summary>
public sealed class SourceActor : ReceiveActor
{
    private const int MaxFailures = 10;
    private static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(1);

    private SourceProps _props;
    private readonly ILogger _log;
    private IActorRef _state = ActorRefs.Nobody;
    private IActorRef _ingest = ActorRefs.Nobody;
    private IActorRef _heartbeat = ActorRefs.Nobody;

    /// <summary>Runs the source of <paramref name="props"/>.</summary>
    public SourceActor(SourceProps props, ILogger log)
    {
        (_props, _log) = (props, log);
        Receive<RequestFull>(request =>
        {
            _state.Forward(request);
            _ingest.Forward(new FetchFull(request.Reason));
        });
        Receive<StartSource>(OnStart);
        Receive<RetuneSource>(OnRetune);
        Receive<Terminated>(dead => dead.ActorRef.Equals(_ingest), _ => OnGivenUp());
        Receive<Terminated>(_ => { });
    }

    /// <inheritdoc/>
    protected override void PreStart() => StartChildren();

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new AllForOneStrategy(MaxFailures, FailureWindow, static _ => Directive.Restart);

    private void StartChildren()
    {
        _state = Context.ActorOf(_props.State);
        _ingest = Context.Watch(Context.ActorOf(_props.Ingest(_state)));
        _heartbeat = Context.ActorOf(_props.Heartbeat);
    }

    private void OnStart(StartSource start)
    {
        if (_ingest.IsNobody()) StartChildren();
        else _ingest.Forward(start);
    }

    private void OnRetune(RetuneSource retune)
    {
        _props = _props with { Heartbeat = retune.Heartbeat };
        if (_ingest.IsNobody()) return;
        Context.Stop(_heartbeat);
        _heartbeat = Context.ActorOf(_props.Heartbeat);
    }

    private void OnGivenUp()
    {
        foreach (var child in Context.GetChildren()) Context.Stop(child);
        _ingest = ActorRefs.Nobody;
        _props.Connection.GiveUp("the source failed inside too often; see the log");
        _log.LogError("{Source} failed more than {Failures} times within {Window}; it stays stopped until it is started again", _props.Name, MaxFailures, FailureWindow);
    }
}
