using Akka;
using Akka.Actor;
using Akka.Streams.Dsl;
using Akka.TestKit;
using PanelActors.Configuration;
using PanelActors.Sources;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;
using PanelActors.Tests.Support;
using Retry = PanelActors.Sources.Http.Retry;

namespace PanelActors.Tests.Sources;

public sealed class ConnectionActorTests : VirtualTimeTest
{
    private readonly TaskCompletionSource _accepted = new();
    private readonly TaskCompletionSource _done = new();
    private readonly TaskCompletionSource _tornDown = new();
    private readonly SourceConnection _connection;
    private readonly TestProbe _supervisor;

    public ConnectionActorTests()
    {
        _connection = new SourceConnection(Time);
        _supervisor = CreateTestProbe();
    }

    [Fact]
    public async Task Acceptance_and_end_are_told_with_the_attempts_number()
    {
        var actor = await Connect();
        _accepted.SetResult();
        _supervisor.ExpectMsg(new ConnectionOpened(3));
        _done.SetResult();
        _supervisor.ExpectMsg(new ConnectionEnded(3, ConnectionEnds.Closed));
        _supervisor.ExpectTerminated(actor);
    }

    [Fact]
    public async Task A_failed_stream_ends_the_connection_with_its_reason()
    {
        var actor = await Connect();
        var refused = new UpstreamRefusedException(ConnectionEnds.NoContent);
        _accepted.SetException(refused);
        _done.SetException(refused);
        _supervisor.ExpectMsg<ConnectionEnded>().End.Retry.ShouldBe(Retry.No);
        _supervisor.ExpectTerminated(actor);
    }

    [Fact]
    public async Task Silence_past_the_idle_timeout_ends_the_connection_and_its_stream()
    {
        var actor = await Connect(idleTimeout: 45);
        await Advance(TimeSpan.FromSeconds(44.999), actor);
        _supervisor.HasMessages.ShouldBeFalse();
        Pass(0.001);
        var ended = _supervisor.ExpectMsg<ConnectionEnded>();
        ended.End.Reason.ShouldBe("idle_timeout");
        ended.End.Text.ShouldContain("45 s");
        await _tornDown.Task.WaitAsync(ScriptedUpstream.Patience);
        _supervisor.ExpectTerminated(actor);
    }

    [Fact]
    public async Task Any_byte_starts_the_idle_time_over()
    {
        var actor = await Connect(idleTimeout: 45);
        await Advance(TimeSpan.FromSeconds(30), actor);
        _connection.Clock.Touch();
        await Advance(TimeSpan.FromSeconds(15), actor);
        await Advance(TimeSpan.FromSeconds(29.999), actor);
        _supervisor.HasMessages.ShouldBeFalse();
        Pass(0.001);
        _supervisor.ExpectMsg<ConnectionEnded>().End.Reason.ShouldBe("idle_timeout");
    }

    [Fact]
    public async Task A_feed_that_may_be_silent_is_left_alone_as_soon_as_it_is_known_to_be_one()
    {
        var actor = await Connect(idleTimeout: 45);
        await Advance(TimeSpan.FromSeconds(44), actor);
        _connection.Dialect = Dialect.Summary;
        for (var minute = 0; minute < 10; minute++) await Advance(TimeSpan.FromMinutes(1), actor);
        _supervisor.HasMessages.ShouldBeFalse();

        _connection.Dialect = Dialect.Panels;
        Pass(45);
        _supervisor.ExpectMsg<ConnectionEnded>().End.Reason.ShouldBe("idle_timeout");
    }

    [Fact]
    public async Task Stopping_the_actor_tears_the_stream_down()
    {
        var actor = await Connect();
        _tornDown.Task.IsCompleted.ShouldBeFalse();
        Sys.Stop(actor);
        await _tornDown.Task.WaitAsync(ScriptedUpstream.Patience);
        _supervisor.ExpectTerminated(actor);
    }

    private async Task<IActorRef> Connect(double idleTimeout = 45)
    {
        // A stream that never brings anything, and says when it is gone.
        var stream = Source.Never<NotUsed>()
            .WatchTermination((_, gone) => gone.ContinueWith(_ => _tornDown.TrySetResult(), TaskScheduler.Default))
            .To(Sink.Ignore<NotUsed>())
            .MapMaterializedValue(_ => new RunningConnection(_accepted.Task, _done.Task));
        var settings = new IngestSettings(
            "feed", new UpstreamRequest(new Uri("http://127.0.0.1:9/")), DiffForm.Auto, new LimitsOptions(),
            new ReconnectOptions { IdleTimeout = TimeSpan.FromSeconds(idleTimeout) }, new ResyncOptions());
        var connection = _connection;
        var actor = _supervisor.ChildActorOf(Props.Create(() => new ConnectionActor(stream, 3, connection, settings)));
        _supervisor.Watch(actor);
        await Settle(actor);
        return actor;
    }

    private void Pass(double seconds) => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(seconds));
}
