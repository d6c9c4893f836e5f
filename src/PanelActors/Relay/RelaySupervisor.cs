using Akka.Actor;

namespace PanelActors.Relay;

/// <summary>
/// Parent of one store's relay, and its address: a relay that fails starts over with a new log, and its clients come back to it. Where it
/// has failed too often it is not started again, and every question is answered with a failure.
/// </summary>
internal sealed class RelaySupervisor : ReceiveActor
{
    private const int MaxFailures = 10;
    private static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(1);

    private bool _hasEnded;

    public RelaySupervisor(Props relay)
    {
        var child = Context.Watch(Context.ActorOf(relay));
        Receive<Terminated>(_ => Become(GivenUp));
        Receive<EndRelay>(end =>
        {
            _hasEnded = true;
            child.Forward(end);
        });
        // Also where the child has started over since.
        Receive<JoinRelay>(_ => _hasEnded, _ => Sender.Tell(RelayActor.Refusal("The relay has ended.")));
        ReceiveAny(message => child.Forward(message));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(MaxFailures, FailureWindow, static _ => Directive.Restart);

    private void GivenUp()
    {
        Receive<EndRelay>(_ => Sender.Tell(RelayEnded.Instance));
        Receive<LeaveRelay>(_ => { });
        Receive<RetuneRelay>(_ => { });
        ReceiveAny(_ => Sender.Tell(RelayActor.Refusal("The relay has failed too often.")));
    }
}
