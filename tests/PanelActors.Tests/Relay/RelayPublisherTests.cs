using System.Text.Json.Nodes;
using PanelActors.Configuration;
using PanelActors.Protocol.Encode;
using PanelActors.Relay;
using PanelActors.State;
using PanelActors.Tests.State;

namespace PanelActors.Tests.Relay;

/// <summary>Ids, generations, and where a client begins.</summary>
public class RelayPublisherTests
{
    private readonly Applying _feed = new Applying().Full($$"""{"a":0,"filler":"{{new string('x', 500)}}"}""");
    private readonly LogIds _ids = new RelayIds().Take();
    private RelayPublisher _publisher;

    public RelayPublisherTests() => _publisher = New(new RelayOptions());

    [Fact]
    public void A_client_that_has_nothing_gets_a_baseline_and_its_position()
    {
        var welcome = Join(null);
        Answer(welcome).ShouldBe((false, "connected"));
        welcome.Baseline.Events.Select(e => e.Kind).ShouldBe([EventKinds.PanelFull]);
        welcome.Baseline.Position.ShouldBe(0);
    }

    [Fact]
    public void A_client_goes_on_after_its_baseline()
    {
        var had = Join(null).Baseline.Events[^1].Id;
        Step();
        Step();
        var welcome = Join(had);
        Answer(welcome).ShouldBe((true, "resumed"));
        (welcome.Baseline.Position, welcome.Baseline.Events.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void A_client_goes_on_after_any_event_it_had()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Step()).ToList();
        foreach (var (i, id) in ids.Index())
        {
            var welcome = Join(id);
            Answer(welcome).ShouldBe((true, "resumed"));
            (welcome.Baseline.Position, welcome.Baseline.Events.Count).ShouldBe((i + 1, 0));
        }
    }

    [Fact]
    public void A_client_that_stopped_within_a_baseline_gets_it_again()
    {
        _feed.Severity("severity_counts", """{"counts":{"warn":1}}""").Followup("""{"alert":{"type":"iv"},"ts":1}""");
        Show();
        var events = Join(null).Baseline.Events;
        events.Select(e => e.Kind).ShouldBe([EventKinds.PanelFull, EventKinds.SeverityCounts, EventKinds.FollowupAlert]);
        Answer(Join(events[0].Id)).ShouldBe((false, "incomplete_baseline"));
        Step();
        foreach (var cut in events.Take(2)) Answer(Join(cut.Id)).ShouldBe((false, "incomplete_baseline"));
        Answer(Join(events[2].Id)).ShouldBe((true, "resumed"));
    }

    [Fact]
    public void An_id_whose_successors_are_lost_is_too_old()
    {
        _publisher = New(new RelayOptions { RingEvents = 2 });
        var ids = Enumerable.Range(0, 4).Select(_ => Step()).ToList();
        Answer(Join(ids[0])).ShouldBe((false, "too_old"));
        Answer(Join(ids[1])).ShouldBe((true, "resumed"));
        Join(ids[0]).Baseline.Events[0].Kind.ShouldBe(EventKinds.PanelFull);
    }

    [Theory]
    [InlineData("123", "unknown_id")]
    [InlineData("-0", "unknown_id")]
    [InlineData("00", "unknown_id")]
    [InlineData("9223372036854775808", "unknown_id")]
    [InlineData(" 1", "unknown_id")]
    [InlineData("9000000000000000000", "unknown_id")]
    [InlineData("abc", "unknown_id")]
    [InlineData("-1", "unknown_id")]
    [InlineData("0", "connected")]
    [InlineData("", "connected")]
    public void An_id_that_the_log_never_gave_gets_a_baseline_and_the_reason(string id, string reason) =>
        Answer(_publisher.Welcome(RelayRequest.Read(null, null, id, null), _feed.Now)).ShouldBe((false, reason));

    [Fact]
    public void Each_of_several_baselines_made_while_nothing_happened_can_be_resumed_from()
    {
        var first = Join(null).Baseline.Events[^1].Id;
        var second = _publisher.Welcome(new RelayRequest(EventKinds.All, first, false, ForceFull: true), _feed.Now).Baseline.Events[^1].Id;
        Step();
        foreach (var id in new[] { first, second }) Answer(Join(id)).ShouldBe((true, "resumed"));
    }

    [Fact]
    public void A_client_that_forces_a_baseline_gets_one_with_ids_it_never_had()
    {
        var had = Join(null).Baseline.Events[^1].Id;
        var again = _publisher.Welcome(RelayRequest.Read(null, $"{had}", null, "1"), _feed.Now);
        Answer(again).ShouldBe((false, "force_full"));
        again.Baseline.Events[0].Id.ShouldBeGreaterThan(had);
    }

    [Fact]
    public void Clients_that_join_while_nothing_happens_share_one_baseline()
    {
        var first = Join(null).Baseline;
        Join(null).Baseline.ShouldBeSameAs(first);
        Step();
        Join(null).Baseline.ShouldNotBeSameAs(first);
    }

    [Fact]
    public void The_header_wins_over_the_address() =>
        RelayRequest.Read(null, "5", "3", null).After.ShouldBe(5);

    [Fact]
    public void The_generation_changes_only_with_a_baseline_for_every_client()
    {
        var generation = _publisher.Log.Generation;
        Step();
        _feed.Full($$"""{"a":77,"filler":"{{new string('x', 500)}}"}""", "9");
        Show();
        _publisher.Log.Generation.ShouldBe(generation);
        _feed.Full("""{"z":1}""", "10");
        Show();
        _publisher.Log.Generation.ShouldBe(_publisher.Log.LastId);
    }

    [Fact]
    public void Many_that_fall_behind_share_a_baseline_that_none_of_them_has_passed()
    {
        Step();
        var first = _publisher.Conflated(0, 1000, _feed.Now);
        _publisher.Conflated(0, 1000, _feed.Now).ShouldBeSameAs(first);
        _publisher.Conflated(first.Position, 1000, _feed.Now).ShouldNotBeSameAs(first);
        var last = _publisher.Conflated(0, 1000, _feed.Now);
        for (var i = 0; i < 20; i++) Step();
        _publisher.Conflated(0, 1000, _feed.Now).ShouldNotBeSameAs(last);
    }

    [Fact]
    public void Before_a_baseline_there_is_nothing_but_hello()
    {
        var empty = Relays.PublisherOf(PanelState.Initial, new RelayOptions(), new RelayIds().Take(), Applying.Start);
        var welcome = empty.Welcome(RelayRequest.Read(null, null, null, null), Applying.Start);
        Answer(welcome).ShouldBe((false, "connected"));
        welcome.Baseline.Events.ShouldBeEmpty();
    }

    [Fact]
    public void Once_passivated_ids_go_on_and_those_before_it_are_too_old()
    {
        var (before, generation) = (Step(), _publisher.Log.Generation);
        _publisher = New(new RelayOptions());
        Answer(Join(before)).ShouldBe((false, "too_old"));
        _publisher.Log.Generation.ShouldBeGreaterThan(before);
        // The first generation is the id of no event.
        Answer(Join(_publisher.Log.Generation)).ShouldBe((false, "too_old"));
        Answer(Join(generation)).ShouldBe((false, "unknown_id"));
        Step().ShouldBeGreaterThan(before);
    }

    [Fact]
    public void Hello_and_heartbeat_name_what_the_store_is_made_of()
    {
        Payload(Join(null).Hello)["path"]!.ToJsonString().ShouldBe("""["i:s"]""");
        ((string?)Payload(Join(null).Hello)["instance"]).ShouldBe("i");
        var heartbeat = default(Heartbeat).ToBody(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
        var beat = Payload(UnnumberedEvents.Heartbeat(heartbeat, Relays.OriginOf(Relays.StoreOf(new("s"))), 1, _feed.Now));
        beat.AsObject().Select(member => member.Key).TakeLast(3).ShouldBe(["stale_after", "instance", "path"]);
    }

    [Fact]
    public void Of_the_ends_of_baselines_only_the_latest_are_remembered()
    {
        var ends = Enumerable.Range(0, 1025).Select(_ => JoinForced().Baseline.Events[^1].Id).ToList();
        Answer(Join(ends[0])).ShouldBe((false, "incomplete_baseline"));
        foreach (var end in new[] { ends[1], ends[^1] }) Answer(Join(end)).ShouldBe((true, "resumed"));
    }

    [Fact]
    public void A_baseline_in_place_of_a_backlog_is_made_anew_where_it_would_be_too_far_behind_itself()
    {
        var first = _publisher.Conflated(-1, 0, _feed.Now);
        _publisher.Conflated(first.Position - 1, 0, _feed.Now).ShouldBeSameAs(first);
        first.Events.Select(e => e.Kind).ShouldBe([EventKinds.PanelFull]);
        ((string)Payload(first.Events[0])["reason"]!).ShouldBe("conflated");
        Step();
        var behind = _publisher.Log.EndBytes - first.BytesBefore;
        _publisher.Conflated(-1, behind, _feed.Now).ShouldBeSameAs(first);
        _publisher.Conflated(-1, behind - 1, _feed.Now).ShouldNotBeSameAs(first);
    }

    [Fact]
    public void A_client_that_had_the_shared_baseline_gets_another_and_one_that_had_less_does_not()
    {
        var shared = Join(null).Baseline;
        var first = shared.Events[0].Id;
        _publisher.Welcome(new RelayRequest(EventKinds.All, first - 1, false, true), _feed.Now).Baseline.ShouldBeSameAs(shared);
        _publisher.Welcome(new RelayRequest(EventKinds.All, first, false, true), _feed.Now).Baseline.ShouldNotBeSameAs(shared);
    }

    [Fact]
    public void It_ends_with_a_good_bye_that_is_also_the_farewell_of_those_that_are_far_behind()
    {
        Step();
        _publisher.End("shutdown", _feed.Now);
        _publisher.Log.IsEnded.ShouldBeTrue();
        var farewell = _publisher.Farewell();
        (farewell.Position, farewell.Events.Count).ShouldBe((_publisher.Log.End - 1, 0));
        var bye = _publisher.Log.Read(farewell.Position, out var bytes)!;
        (bye.Kind, bye.Id, bytes - bye.Length).ShouldBe((EventKinds.Bye, 0, farewell.BytesBefore));
        ((string)Payload(bye)["reason"]!).ShouldBe("shutdown");
    }

    [Fact]
    public void A_heartbeat_is_an_event_without_an_id()
    {
        _publisher.Beat(default(Heartbeat).ToBody(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))), _feed.Now);
        _publisher.Log.Show();
        _publisher.Log.Read(0, out _).ShouldNotBeNull().ShouldSatisfyAllConditions(
            beat => beat.Kind.ShouldBe(EventKinds.Heartbeat), beat => beat.Id.ShouldBe(0));
    }

    [Fact]
    public void What_the_feed_repeats_is_sent_to_show_how_fresh_it_is()
    {
        _feed.Diff("{}");
        Show();
        _publisher.Log.End.ShouldBe(0, "nothing is new");
        _publisher.Refresh(TimeSpan.FromSeconds(2.5), _feed.Now);
        _publisher.Refresh(TimeSpan.FromSeconds(2.5), _feed.Now);
        _publisher.Log.Show();
        _publisher.Log.End.ShouldBe(1);
        var repeated = _publisher.Log.Read(0, out _)!;
        (repeated.Kind, repeated.Id).ShouldBe((EventKinds.PanelDiff, _ids.Last));
        Relays.DataOf(repeated, _feed.Now).ShouldContain("\"age_seconds\":1.000");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_age_of_what_came_over_another_relay_is_sent_however_small_it_is(bool isRelayed)
    {
        _publisher.IsRelayed = isRelayed;
        Step();
        var sent = _publisher.Log.Read(0, out _)!;
        Relays.DataOf(sent, _feed.State.LastEvent!.Value).Contains("age_seconds", StringComparison.Ordinal).ShouldBe(isRelayed);
    }

    private RelayPublisher New(RelayOptions options) => Relays.PublisherOf(_feed.State, options, _ids, _feed.Now);

    private long Step()
    {
        _feed.Diff($$"""{"a":{{_feed.State.UiGeneration}}}""");
        Show();
        return _publisher.Log.LastId;
    }

    private void Show()
    {
        _publisher.Advance(_feed.State, _feed.Now);
        _publisher.Log.Show();
    }

    private RelayWelcome Join(long? after) => _publisher.Welcome(new RelayRequest(EventKinds.All, after, false, false), _feed.Now);

    private RelayWelcome JoinForced() => _publisher.Welcome(new RelayRequest(EventKinds.All, _ids.Last, false, ForceFull: true), _feed.Now);

    private (bool Resumed, string Reason) Answer(RelayWelcome welcome)
    {
        var payload = Payload(welcome.Hello);
        ((string)payload["store"]!).ShouldBe("s");
        return ((bool)payload["resumed"]!, (string)payload["reason"]!);
    }

    private JsonNode Payload(EncodedEvent encoded) =>
        JsonNode.Parse(Relays.DataOf(encoded, _feed.Now))!["payload"]!;
}
