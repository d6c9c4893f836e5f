using Akka.Actor;

namespace PanelActors.Sources;

/// <summary>What a supervisor makes a source's connections of.</summary>
/// <param name="Stream">Makes the actor that runs a plan and reports to its parent.</param>
/// <param name="Fetch">Makes the actor that fetches one baseline and reports to its parent.</param>
/// <param name="State">Who takes the batches.</param>
public sealed record ConnectionProps(Func<ConnectionPlan, Props> Stream, Props Fetch, IActorRef State);
