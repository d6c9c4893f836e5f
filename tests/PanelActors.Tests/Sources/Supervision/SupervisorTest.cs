using Akka.Actor;
using Akka.TestKit;
using PanelActors.Configuration;
using PanelActors.Sources;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Sources.Supervision;

/// <summary>An ingest supervisor whose connections do nothing by themselves, in virtual time.</summary>
public abstract class SupervisorTest : VirtualTimeTest
{
    private protected static readonly ConnectionEnd Reset = new("connection_reset", "the connection was reset");

    private readonly TestProbe _connections;
    private readonly TestProbe _dropped;
    private readonly TestProbe _log;
    private readonly TestProbe _fetches;
    private readonly TestProbe _state;

    protected SupervisorTest()
    {
        _connections = CreateTestProbe();
        _dropped = CreateTestProbe();
        _log = CreateTestProbe();
        _fetches = CreateTestProbe();
        _state = CreateTestProbe();
        Connection = new SourceConnection(Time);
    }

    /// <summary>What the API would show.</summary>
    private protected SourceConnection Connection { get; }

    private protected SourceMetrics Metrics { get; } = new("feed", null);

    private protected ReconnectOptions Reconnect { get; set; } = new();

    private protected ResyncOptions Resync { get; set; } = new();

    /// <summary>Where the previous run ended.</summary>
    private protected ResumePoint? Resume { get; set; }

    /// <summary>What jitter draws.</summary>
    protected double Random { get; set; }

    protected IActorRef Supervisor { get; private set; } = ActorRefs.Nobody;

    /// <summary>Starts the supervisor and gives its first attempt.</summary>
    private protected Attempt Start()
    {
        var settings = new IngestSettings(
            "feed", new UpstreamRequest(new Uri("http://127.0.0.1:9/")), DiffForm.Auto, new LimitsOptions(), Reconnect, Resync, Resume);
        var idle = new IdleConnections(_state.Ref, _connections.Ref, _dropped.Ref, _fetches.Ref);
        Supervisor = Sys.ActorOf(Props.Create(() => new IngestSupervisor(
            settings, Connection, idle, Time, () => Random, Metrics, new ProbeLog(_log.Ref))));
        return NextAttempt();
    }

    /// <summary>The attempt that was begun next. Waits for it.</summary>
    private protected Attempt NextAttempt()
    {
        var begun = _connections.ExpectMsg<Begun>(ScriptedUpstream.Patience);
        return new Attempt(begun.Plan, begun.Child);
    }

    /// <summary>Checks that none was begun.</summary>
    protected void NoAttempt() => _connections.HasMessages.ShouldBeFalse("a connection was begun");

    protected static Task Fail(IActorRef child, Exception fault)
    {
        child.Tell(fault);
        return Task.CompletedTask;
    }

    protected Task Tell(object message)
    {
        Supervisor.Tell(message);
        return Settle(Supervisor);
    }

    private protected Task Opened(Attempt attempt) => Tell(new ConnectionOpened(attempt.Number));

    private protected Task Applied(
        Attempt attempt, int applied = 1, string? id = "7", TimeSpan? retry = null, bool needsBaseline = false, long fulls = 1,
        bool backlog = false, int dropped = 0, int? news = null, string? fault = null, bool futile = false) =>
        Tell(new BatchApplied(attempt.Number, applied, EventId.Of(id), retry, needsBaseline, fulls, backlog, dropped)
        {
            Events = Math.Max(applied, dropped),
            News = news ?? applied,
            Fault = fault,
            ResyncIsFutile = futile,
        });

    private protected Task Ended(Attempt attempt, ConnectionEnd? end = null) => Tell(new ConnectionEnded(attempt.Number, end ?? Reset));

    protected Task Pass(double seconds) => Advance(TimeSpan.FromSeconds(seconds), Supervisor);

    /// <summary>Waits for a log line and for everything that its event entails.</summary>
    protected async Task Logged(string part)
    {
        _log.FishForMessage<LogLine>(line => line.Text.Contains(part, StringComparison.Ordinal), ScriptedUpstream.Patience);
        await Settle(Supervisor);
    }

    /// <summary>The attempt that follows after exactly this wait.</summary>
    private protected async Task<Attempt> AttemptAfter(double seconds)
    {
        var last = Connection.Status.Attempt;
        await Pass(seconds - 0.001);
        Connection.Status.Attempt.ShouldBe(last, $"connected before {seconds} s were over");
        await Pass(0.001);
        Connection.Status.Attempt.ShouldBe(last + 1, $"did not connect after {seconds} s");
        return NextAttempt();
    }

    /// <summary>The connection that is begun beside the current one after exactly this wait.</summary>
    private protected async Task<Attempt> ReplacementAfter(double seconds)
    {
        await Pass(seconds - 0.001);
        NoAttempt();
        await Pass(0.001);
        return NextAttempt();
    }

    /// <summary>Waits until a baseline is being fetched.</summary>
    protected void ShouldFetch() => _fetches.ExpectMsg("fetching", ScriptedUpstream.Patience);

    /// <summary>The batch that the supervisor itself sent to the state.</summary>
    private protected EventBatch BatchForTheState() => _state.ExpectMsg<EventBatch>(ScriptedUpstream.Patience);

    /// <summary>Waits until the state has got the need for a baseline.</summary>
    protected void ShouldNeed(string reason) => _state.ExpectMsg<RaiseNeed>(ScriptedUpstream.Patience).Reason.ShouldBe(reason);

    /// <summary>Waits until a connection's actor was stopped.</summary>
    private protected void ShouldBeDropped(Attempt attempt, bool inAnyOrder = false)
    {
        if (inAnyOrder) _dropped.FishForMessage<int>(number => number == attempt.Number, ScriptedUpstream.Patience);
        else _dropped.ExpectMsg<int>(ScriptedUpstream.Patience).ShouldBe(attempt.Number);
    }

    /// <summary>A connection that was begun.</summary>
    private protected sealed record Attempt(ConnectionPlan Plan, IActorRef Child)
    {
        public int Number => Plan.Attempt;

        public string? LastEventId => Plan.Request.LastEventId?.ToString();

        public bool ForcesFull => Plan.Request.ForceFull;

        public bool IsReplacement => Plan.IsReplacement;
    }

    private sealed class IdleConnections(IActorRef state, IActorRef begun, IActorRef gone, IActorRef fetches) : IConnectionFactory
    {
        public IActorRef State => state;

        public Props Connection(ConnectionPlan plan, IActorRef supervisor) => Props.Create(() => new IdleConnection(plan, begun, gone));

        public Props Fetch() => Props.Create(() => new IdleFetch(fetches));
    }

    private sealed record Begun(ConnectionPlan Plan, IActorRef Child);

    private sealed class IdleFetch : ReceiveActor
    {
        private readonly IActorRef _fetches;

        public IdleFetch(IActorRef fetches) => _fetches = fetches;

        protected override void PreStart() => _fetches.Tell("fetching");
    }

    private sealed class IdleConnection : ReceiveActor
    {
        private readonly ConnectionPlan _plan;
        private readonly IActorRef _begun;
        private readonly IActorRef _gone;

        public IdleConnection(ConnectionPlan plan, IActorRef begun, IActorRef gone)
        {
            (_plan, _begun, _gone) = (plan, begun, gone);
            Receive<Exception>(fault => throw fault);
        }

        protected override void PreStart() => _begun.Tell(new Begun(_plan, Self));

        protected override void PostStop() => _gone.Tell(_plan.Attempt);
    }
}
