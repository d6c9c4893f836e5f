using Akka.Actor;

namespace PanelActors.Composite;

/// <summary>Parent of the actors of one composite. Each is restarted by itself: all it remembers it can read again.</summary>
internal sealed class CompositeSupervisor : ReceiveActor
{
    private const int MaxFailures = 10;
    private static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(1);

    public CompositeSupervisor(IReadOnlyList<Props> children)
    {
        foreach (var child in children) Context.ActorOf(child);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(MaxFailures, FailureWindow, static _ => Directive.Restart);
}
