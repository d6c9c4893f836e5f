using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Telemetry;

namespace PanelActors.Sources;

/// <summary>The wiring of one source's connections.</summary>
internal sealed class ConnectionFactory(
    IngestSettings settings, UpstreamClient client, SourceConnection connection, SourceMetrics metrics, IActorRef state, TimeProvider time,
    ISourceRecorder? recorder = null)
    : IConnectionFactory
{
    public IActorRef State => state;

    public Props Connection(ConnectionPlan plan, IActorRef supervisor)
    {
        if (connection.Dialect == Dialect.Summary) plan = plan with { Request = plan.Request.Bare() };
        var bytes = UpstreamSource.Open(
            client, plan.Request, connection.Clock, connection.UpstreamClock, response => OnAnswered(plan.Attempt, response));
        var graph = IngestGraph.Create(settings, plan, bytes, connection, metrics, supervisor, state);
        return Props.Create(() => new ConnectionActor(graph, plan.Attempt, connection, settings, end => OnClosed(plan.Attempt, end)));
    }

    public Props Fetch() => Props.Create(() => new BaselineFetchActor(settings, client));

    private void OnAnswered(int attempt, HttpResponseMessage response)
    {
        connection.Replay = ReplayHeader.Read(UpstreamClient.RawHeader(response, ReplayHeader.Name), time.GetTimestamp());
        recorder?.Note(new SourceItem.Answered(time.GetUtcNow(), attempt, ResponseHead.Of(response)));
    }

    private void OnClosed(int attempt, ConnectionEnd end) => recorder?.Note(new SourceItem.Closed(time.GetUtcNow(), attempt, end));
}
