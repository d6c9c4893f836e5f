using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Telemetry;

namespace PanelActors.Sources;

/// <summary>The wiring of one source's connections.</summary>
internal sealed class ConnectionFactory(
    IngestSettings settings, UpstreamClient client, SourceConnection connection, SourceMetrics metrics, IActorRef state)
    : IConnectionFactory
{
    public IActorRef State => state;

    public Props Connection(ConnectionPlan plan, IActorRef supervisor)
    {
        if (connection.Dialect == Dialect.Summary) plan = plan with { Request = plan.Request.Bare() };
        var bytes = UpstreamSource.Open(client, plan.Request, connection.Clock, connection.UpstreamClock);
        var graph = IngestGraph.Create(settings, plan, bytes, connection, metrics, supervisor, state);
        return Props.Create(() => new ConnectionActor(graph, plan.Attempt, connection, settings));
    }

    public Props Fetch() => Props.Create(() => new BaselineFetchActor(settings, client));
}
