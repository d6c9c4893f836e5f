using Akka.Actor;

namespace PanelActors.Sources;

/// <summary>Makes what a supervisor starts.</summary>
internal interface IConnectionFactory
{
    /// <summary>Takes the batches.</summary>
    IActorRef State { get; }

    /// <summary>The actor that runs <paramref name="plan"/> and reports to <paramref name="supervisor"/>, its parent.</summary>
    Props Connection(ConnectionPlan plan, IActorRef supervisor);

    /// <summary>The actor that fetches one baseline and reports to its parent.</summary>
    Props Fetch();
}
