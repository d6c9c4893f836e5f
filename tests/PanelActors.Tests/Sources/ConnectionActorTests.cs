using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.TestKit;
using PanelActors.Sources;
using PanelActors.Sources.Http;
using PanelActors.Tests.Support;
using Retry = PanelActors.Sources.Http.Retry;

namespace PanelActors.Tests.Sources;

public sealed class ConnectionActorTests : VirtualTimeTest
{
    private readonly TaskCompletionSource _accepted = new();
    private readonly TaskCompletionSource _done = new();
    private readonly TaskCompletionSource _tornDown = new();
    private readonly TransportClock _clock;
    private readonly TestProbe _supervisor;
    private bool _mayBeSilent;

    public ConnectionActorTests()
    {
        _clock = new TransportClock(Time);
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
        _clock.Touch();
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
        _mayBeSilent = true;
        for (var minute = 0; minute < 10; minute++) await Advance(TimeSpan.FromMinutes(1), actor);
        _supervisor.HasMessages.ShouldBeFalse();

        _mayBeSilent = false;
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
            .ViaMaterialized(KillSwitches.Single<NotUsed>(), Keep.Right)
            .To(Sink.Ignore<NotUsed>())
            .MapMaterializedValue(kill => new RunningConnection(_accepted.Task, _done.Task, kill));
        var clock = _clock;
        Func<bool> mayBeSilent = () => _mayBeSilent;
        var actor = _supervisor.ChildActorOf(Props.Create(() => new ConnectionActor(_ => stream, 3, clock, TimeSpan.FromSeconds(idleTimeout), mayBeSilent)));
        _supervisor.Watch(actor);
        await Settle(actor);
        return actor;
    }

    private void Pass(double seconds) => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(seconds));
}
