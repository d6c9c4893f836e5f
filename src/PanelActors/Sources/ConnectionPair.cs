using Akka.Actor;

namespace PanelActors.Sources;

/// <summary>
/// The connection of a source that is current, and perhaps the one that is to replace it, as children of the actor that owns this. What a
/// message of a connection is worth follows from which of the two its attempt number names.
/// </summary>
internal sealed class ConnectionPair(Func<ConnectionPlan, Props> props)
{
    private IActorRef _current = ActorRefs.Nobody;
    private IActorRef _replacement = ActorRefs.Nobody;
    private int _replacementAttempt;

    /// <summary>Number of the current attempt; 0 while there is none.</summary>
    public int Attempt { get; private set; }

    /// <summary>Whether a connection is under way that is to replace the current one.</summary>
    public bool HasReplacement => !_replacement.IsNobody();

    /// <summary>Whether <paramref name="attempt"/> is that of the replacement.</summary>
    public bool IsReplacement(int attempt) => HasReplacement && attempt == _replacementAttempt;

    /// <summary>Whether <paramref name="actor"/> is the current connection.</summary>
    public bool IsCurrent(IActorRef actor) => actor.Equals(_current);

    /// <summary>Whether <paramref name="actor"/> is the replacement.</summary>
    public bool IsReplacement(IActorRef actor) => actor.Equals(_replacement);

    /// <summary>Starts a connection in place of all there are.</summary>
    public void Connect(IActorContext context, ConnectionPlan plan)
    {
        DropReplacement(context);
        Drop(context, ref _current);
        (_current, Attempt) = (Start(context, plan), plan.Attempt);
    }

    /// <summary>Starts a connection beside the current one, in place of another that was to replace that.</summary>
    public void StartReplacement(IActorContext context, ConnectionPlan plan)
    {
        DropReplacement(context);
        (_replacement, _replacementAttempt) = (Start(context, plan), plan.Attempt);
    }

    /// <summary>The replacement takes the place of the current connection.</summary>
    public void Promote(IActorContext context)
    {
        Drop(context, ref _current);
        (_current, Attempt, _replacement) = (_replacement, _replacementAttempt, ActorRefs.Nobody);
    }

    /// <summary>Gives the current connection up. Until the next one starts no attempt is current, so that this one does not end twice.</summary>
    public void DropCurrent(IActorContext context)
    {
        Drop(context, ref _current);
        Attempt = 0;
    }

    /// <summary>Gives the replacement up.</summary>
    public void DropReplacement(IActorContext context) => Drop(context, ref _replacement);

    private IActorRef Start(IActorContext context, ConnectionPlan plan) => context.Watch(context.ActorOf(props(plan), $"connection-{plan.Attempt}"));

    private static void Drop(IActorContext context, ref IActorRef child)
    {
        if (child.IsNobody()) return;
        context.Unwatch(child);
        context.Stop(child);
        child = ActorRefs.Nobody;
    }
}
