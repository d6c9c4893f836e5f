using Akka.Actor;

namespace PanelActors.Composite;

/// <summary>Parent of the actors of one composite: each is restarted by itself, since its memory is only what it can read again.</summary>
public sealed class StoreGuardian : ReceiveActor
{
    private const int MaxFailures = 10;
    private static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(1);

    /// <summary>Starts an actor for each of <paramref name="children"/>.</summary>
    public StoreGuardian(IReadOnlyList<Props> children)
    {
        foreach (var child in children) Context.ActorOf(child);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(MaxFailures, FailureWindow, static _ => Directive.Restart);
}
