using Akka.Actor;

namespace PanelActors.Relay;

/// <summary>
/// Parent of one store's relay, and its address: a relay that fails starts over with a new log, and its clients come back to it.
/// </summary>
public sealed class RelayGuardian : ReceiveActor
{
    private const int MaxFailures = 10;
    private static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(1);

    /// <summary>Runs what <paramref name="relay"/> makes.</summary>
    public RelayGuardian(Props relay)
    {
        var child = Context.ActorOf(relay);
        ReceiveAny(message => child.Forward(message));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(MaxFailures, FailureWindow, static _ => Directive.Restart);
}
