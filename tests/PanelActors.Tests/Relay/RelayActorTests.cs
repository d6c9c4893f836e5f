using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Protocol.Encode;
using PanelActors.Relay;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Tests.State;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Relay;

/// <summary>Every question to a relay is answered at once, whatever the relay is at.</summary>
public sealed class RelayActorTests : VirtualTimeTest
{
    private static readonly RelayRequest Any = RelayRequest.Read(null, null, null, null);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Applying _feed = new Applying().Full("""{"a":0}""");
    private readonly StoreBoard _board = new("s");
    private readonly SourceStore _store;
    private readonly StoreRelay _relay;
    private readonly IActorRef _actor;

    public RelayActorTests()
    {
        _store = Relays.StoreOf(_board);
        var (ids, origin, options) = (new RelayIds().Take(), Relays.OriginOf(_store), new RelayOptions());
        var relay = Props.Create(() => new RelayActor(_store, options, ids, origin, Time));
        _actor = Sys.ActorOf(Props.Create(() => new RelaySupervisor(relay)));
        _relay = new StoreRelay(_store, _actor, new("s"), origin, ids);
        _board.Publish(_feed.State);
    }

    [Fact]
    public async Task One_that_falls_behind_after_the_end_gets_its_good_bye_and_nothing_after_it()
    {
        var log = (await Join()).Log;
        Change();
        (await _relay.EndAsync("shutdown", Patience)).ShouldBeTrue();
        var end = log.End;
        Change();
        Change();
        var baseline = await _relay.ConflateAsync(log, 0, CancellationToken.None).WaitAsync(Patience);
        (baseline.Events.Count, baseline.Position).ShouldBe((0, end - 1));
        log.Read(baseline.Position, out var bytes)!.Kind.ShouldBe(EventKinds.Bye);
        bytes.ShouldBe(log.EndBytes);
        log.End.ShouldBe(end);
    }

    [Fact]
    public async Task Good_bye_is_sent_once_and_no_client_comes_after_it()
    {
        var log = (await Join()).Log;
        (await _relay.EndAsync("shutdown", Patience)).ShouldBeTrue();
        (await _relay.EndAsync("again", Patience)).ShouldBeTrue();
        Types(log).ShouldBe([EventKinds.Bye]);
        log.IsEnded.ShouldBeTrue();
        await Should.ThrowAsync<OperationCanceledException>(Join());
        // Nothing that was due is sent any more.
        await Advance(60);
        Types(log).ShouldBe([EventKinds.Bye]);
    }

    [Fact]
    public async Task A_client_of_a_log_that_is_not_written_any_more_is_let_go()
    {
        var client = NewClient();
        var log = (await _relay.JoinAsync(client, Any, CancellationToken.None)).Log;
        Change();
        _relay.Leave(client);
        await Settle();
        await Advance(130);
        log.IsEnded.ShouldBeTrue();
        await ShouldBeLetGo(log);

        // Also where there is another one by now, and where the relay has ended.
        var next = (await Join()).Log;
        next.ShouldNotBeSameAs(log);
        await ShouldBeLetGo(log);
        await _relay.EndAsync("shutdown", Patience);
        await ShouldBeLetGo(log);
    }

    [Fact]
    public async Task While_passive_it_ends_at_once() => (await _relay.EndAsync("shutdown", Patience)).ShouldBeTrue();

    [Fact]
    public async Task A_question_that_it_fails_at_is_refused_and_its_clients_are_let_go()
    {
        var log = (await Join()).Log;
        await Should.ThrowAsync<OperationCanceledException>(Fail());
        await ShouldBeLetGo(log);
        log.IsEnded.ShouldBeTrue();
        (await Join()).Log.Generation.ShouldBeGreaterThan(log.LastId, "ids go on");
    }

    [Fact]
    public async Task One_that_fails_after_the_end_lets_no_client_in_again()
    {
        var log = (await Join()).Log;
        await _relay.EndAsync("shutdown", Patience);
        // There is no such log.
        await Should.ThrowAsync<OperationCanceledException>(_relay.ConflateAsync(null!, 0, CancellationToken.None).WaitAsync(Patience));
        await Should.ThrowAsync<OperationCanceledException>(Join());
        await ShouldBeLetGo(log);
        Types(log).ShouldBe([EventKinds.Bye]);
    }

    [Fact]
    public async Task One_that_failed_too_often_answers_all_the_same()
    {
        var log = (await Join()).Log;
        for (var i = 0; i <= 10; i++) await Should.ThrowAsync<OperationCanceledException>(Fail());
        // A question that overtakes the end of the actor is lost with its mailbox, and ends by its timeout.
        var first = await Should.ThrowAsync<Exception>(Join());
        if (first is TimeoutException) first = await Should.ThrowAsync<Exception>(Join());
        first.ShouldBeAssignableTo<OperationCanceledException>();
        await Should.ThrowAsync<OperationCanceledException>(_relay.ConflateAsync(log, 0, CancellationToken.None).WaitAsync(Patience));
        (await _relay.EndAsync("shutdown", Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_the_store_is_made_of_is_sent_when_it_changes()
    {
        var log = (await Join()).Log;
        await Advance(1);
        log.End.ShouldBe(0);
        _store.Source.UpstreamPath = ["other:desk", "third:x"];
        await Advance(1);
        Types(log).ShouldBe([EventKinds.Heartbeat]);
        Relays.DataOf(log.Read(0, out _)!, Time.GetUtcNow()).ShouldContain("""
            "instance":"i","path":["i:s","other:desk","third:x"]}
            """);
        Relays.DataOf(_relay.Heartbeat(1, Time.GetUtcNow()), Time.GetUtcNow()).ShouldContain("\"third:x\"]");
        await Advance(1);
        log.End.ShouldBe(1);
    }

    private static IEnumerable<EventKinds> Types(RelayLog log)
    {
        for (var position = 0L; position < log.End; position++) yield return log.Read(position, out _)!.Kind;
    }

    private async Task Advance(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            await Advance(TimeSpan.FromSeconds(1), _actor);
            await Settle();
        }
    }

    // The supervisor answers an Identify itself; a question about an unknown log goes through to the relay.
    private Task Settle() => ShouldBeLetGo(new RelayLog(1, 1, 0));

    private Task<RelayWelcome> Join() => _relay.JoinAsync(NewClient(), Any, CancellationToken.None).WaitAsync(Patience);

    // There is no such request.
    private Task<RelayWelcome> Fail() => _relay.JoinAsync(NewClient(), null!, CancellationToken.None).WaitAsync(Patience);

    private RelayClient NewClient() => new(_relay, EventKinds.All, new RelayOptions(), Time, static () => { });

    private void Change() => _board.Publish(_feed.Diff($$"""{"a":{{_feed.State.UiGeneration}}}""").State);

    private async Task ShouldBeLetGo(RelayLog log)
    {
        var baseline = await _relay.ConflateAsync(log, 0, CancellationToken.None).WaitAsync(Patience);
        (baseline.Events.Count, baseline.Position).ShouldBe((0, log.End));
    }
}
