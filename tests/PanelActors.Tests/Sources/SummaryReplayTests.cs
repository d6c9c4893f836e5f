using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.Sources;
using PanelActors.Sources.Supervision;
using PanelActors.State;
using PanelActors.Telemetry;
using PanelActors.Tests.State;
using PanelActors.Tests.Support;
using PanelActors.Tests.Tree;

namespace PanelActors.Tests.Sources;

/// <summary>What readers see of a feed that replays its history at every connect.</summary>
public sealed class SummaryReplayTests : VirtualTimeTest
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly string History =
        Summary.Hello() + Summary.Snapshot(Summary.Named("a", 1)) + Summary.Update(Summary.Panel("a", 2));

    private readonly StoreBoard _board = new("feed");
    private readonly SourceMetrics _metrics = new("feed", null);
    private readonly TestProbe _stream;
    private readonly TestProbe _supervisor;
    private readonly IActorRef _actor;
    private SseDecoder _frames = new(1 << 20);
    private PanelEventDecoder _events = new(DiffForm.Auto, 64);
    private int _attempt;

    public SummaryReplayTests()
    {
        _stream = CreateTestProbe();
        _supervisor = CreateTestProbe();
        var (board, time, metrics) = (_board, Time, _metrics);
        _actor = Sys.ActorOf(Props.Create(() => new PanelStateActor(
            board, new StateLimits(), time, metrics, new LogThrottle(time, TimeSpan.FromMinutes(1)), NullLogger.Instance)));
        Connect();
    }

    private PanelState State => _board.Current.State;

    [Fact]
    public async Task A_replay_is_shown_at_the_first_pause_as_one_change()
    {
        using var follower = _board.Follow(static () => { });
        await Send(Summary.Hello());
        await Pass(200);
        await Send(Summary.Snapshot(Summary.Named("a", 1)));
        await Pass(249);
        await Send(Summary.Update(Summary.Panel("a", 2)) + Summary.Update(Summary.Panel("b", 3)));
        await Pass(249);
        _board.Current.Version.ShouldBe(1);
        follower.Take([]);
        await Pass(1);
        _board.Current.Version.ShouldBe(2);
        Lines.ShouldBe("a=2 b=3");
        (State.UiGeneration, State.Generation, State.LastEvent, State.Need.IsNeeded).ShouldBe((1, 1, Time.GetUtcNow(), false));
        var states = new List<PanelState>();
        follower.Take(states).ShouldBeTrue();
        states.ShouldBe([State]);
    }

    [Fact]
    public async Task What_comes_after_it_is_shown_as_it_comes()
    {
        await Replay(History);
        await Send(Summary.Update(Summary.Panel("a", 3)));
        (Lines, State.UiGeneration, State.LastDiff).ShouldBe(("a=3", 2, Time.GetUtcNow()));
    }

    [Fact]
    public async Task A_feed_without_pauses_is_shown_after_five_seconds()
    {
        await Send(History);
        for (var i = 3; i < 28; i++)
        {
            await Pass(199);
            await Send(Summary.Update(Summary.Panel("a", i)));
        }

        _board.Current.Version.ShouldBe(1);
        await Pass(25);
        Lines.ShouldBe("a=27");
        await Send(Summary.Update(Summary.Panel("a", 99)));
        Lines.ShouldBe("a=99");
    }

    [Fact]
    public async Task Bytes_that_complete_no_event_are_no_pause()
    {
        await Send(Summary.Hello() + Summary.Snapshot(Summary.Named("a", 1)));
        await Pass(200);
        await Send(Summary.Update(Summary.Panel("a", 2))[..30]);
        await Pass(200);
        _board.Current.Version.ShouldBe(1);
        await Pass(50);
        _board.Current.Version.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_of_a_replay_that_breaks_off_is_shown(bool isTold)
    {
        await Replay(History);
        var shown = _board.Current;
        Connect();
        await Send(Summary.Hello() + Summary.Snapshot(Summary.Named("a", 1)));
        if (isTold) await End(isBroken: true);
        else Connect();
        await Pass(10_000);
        _board.Current.ShouldBeSameAs(shown);

        if (isTold) Connect();
        await Replay(History + Summary.Update(Summary.Panel("a", 3)));
        Lines.ShouldBe("a=3");
    }

    [Theory]
    // Nothing is held that it could be older than.
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public async Task A_replay_that_ends_with_a_clean_close_is_shown_when_nothing_can_be_missing(bool isHeld, bool saysBye, bool isShown)
    {
        if (isHeld) await Replay(History);
        Connect();
        await Send(Summary.Hello() + Summary.Snapshot(Summary.Named("a", 7)) + (saysBye ? Summary.Bye() : ""));
        await End(isBroken: false);
        Lines.ShouldBe(isShown ? "a=7" : "a=2");
    }

    [Fact]
    public async Task A_good_bye_that_lies_in_the_history_means_nothing()
    {
        await Replay(History + Summary.Bye() + Summary.Update(Summary.Panel("a", 3)) + Summary.Bye());
        Lines.ShouldBe("a=3");
        await Send(Summary.Update(Summary.Panel("a", 4)));
        Lines.ShouldBe("a=4");
    }

    [Fact]
    public async Task A_replay_of_what_is_held_makes_nothing_younger_and_is_no_change()
    {
        await Replay(History);
        var (before, at) = (State, Time.GetUtcNow());
        await Pass(60_000);
        Connect();
        using var follower = _board.Follow(static () => { });
        await Replay(History + Summary.Heartbeat());
        (State.LastEvent, State.LastFull, State.LastDiff).ShouldBe((at, at, at));
        (State.UiGeneration, State.Generation, State.Status).ShouldBe((before.UiGeneration, before.Generation, before.Status));
        PanelActors.Relay.StateChanges.Between(before, State).Changes.ShouldBeEmpty();
        follower.Take([]);
        _metrics.Divergences["baseline"].ShouldBe(0);
    }

    [Fact]
    public async Task A_replay_that_brings_more_counts_as_of_now()
    {
        await Replay(History);
        await Pass(60_000);
        Connect();
        await Replay(History + Summary.Update(Summary.Panel("a", 3)));
        (State.UiGeneration, State.LastEvent, State.FullCount, State.Generation).ShouldBe((2, Time.GetUtcNow(), 2, 2));
    }

    [Fact]
    public async Task A_heartbeat_freshens_and_changes_nothing()
    {
        await Replay(History);
        var before = State;
        await Pass(60_000);
        await Send(Summary.Heartbeat());
        (State.LastEvent, State.LastDiff, State.UiGeneration, State.Status).ShouldBe((Time.GetUtcNow(), before.LastDiff, 1, before.Status));
        _metrics.Events["heartbeat"].ShouldBe(1);
    }

    [Fact]
    public async Task A_heartbeat_freshens_nothing_where_nothing_is_held()
    {
        await Replay(Summary.Hello());
        await Send(Summary.Heartbeat());
        State.LastEvent.ShouldBeNull();
    }

    [Fact]
    public async Task Updates_before_a_snapshot_have_no_baseline()
    {
        await Replay(Summary.Hello() + Summary.Update(Summary.Panel("a", 1)));
        (State.Status, State.Need.LastReason, State.DiffDroppedCount).ShouldBe((null, "no_baseline", 1));
        _metrics.Dropped["panel_diff", "no_baseline"].ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_publisher_that_restarted_is_believed_with_its_snapshot(bool onAnotherConnection)
    {
        await Replay(History);
        if (onAnotherConnection) Connect();
        await Replay(Summary.Hello("next") + Summary.Update(Summary.Panel("b", 9)));
        Lines.ShouldBe("a=2");
        State.Need.Reasons.ShouldBe(["publisher_restarted", "no_baseline"]);
        await Pass(30_000);
        await Send(Summary.Heartbeat());
        State.LastEvent!.Value.ShouldBeLessThan(Time.GetUtcNow(), "it says nothing of what is held");

        Connect();
        await Replay(Summary.Hello("next"));
        State.Need.LastReason.ShouldBe("publisher_restarted");
        await Send(Summary.Snapshot(Summary.Named("b", 9)));
        (Lines, State.Need.IsNeeded).ShouldBe(("b=9", false));
    }

    [Fact]
    public async Task A_publisher_that_restarted_and_has_its_snapshot_ready_raises_no_need()
    {
        await Replay(History);
        Connect();
        await Send(Summary.Hello("next") + Summary.Snapshot(Summary.Named("b", 9)));
        await Pass(249);
        Lines.ShouldBe("a=2");
        await Pass(1);
        (Lines, State.Need.IsNeeded, State.Need.Reasons.Length).ShouldBe(("b=9", false, 0));
    }

    [Fact]
    public async Task A_baseline_that_was_fetched_is_of_the_new_run_too()
    {
        await Replay(History);
        await Replay(Summary.Hello("next"));
        var fetched = new PanelFullEvent(PanelActors.Tree.PanelObject.Empty);
        _actor.Tell(new EventBatch(_attempt, _supervisor, [fetched], null, null, 0), _stream);
        _stream.ExpectMsg<BatchAck>();
        await Send(Summary.Update(Summary.Panel("b", 9)));
        (Lines, State.Need.IsNeeded).ShouldBe(("b=9", false));
    }

    [Fact]
    public async Task A_state_of_the_previous_run_is_not_taken_for_one_of_another_run_of_the_publisher()
    {
        _actor.Tell(new RestoreState(Applying.WithBaseline().State, null));
        await Replay(Summary.Hello() + Summary.Heartbeat());
        State.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_truncated_stream_needs_what_no_reconnect_brings()
    {
        await Replay(History + Summary.Truncated());
        State.Need.Reasons.ShouldBe(["truncated"]);
        Lines.ShouldBe("a=2");
        var reports = _supervisor.ReceiveN(2).Cast<BatchApplied>().ToList();
        reports[0].ResyncIsFutile.ShouldBeFalse("readers do not see it yet");
        (reports[^1].ResyncIsFutile, reports[^1].NeedsBaseline).ShouldBe((true, true));
        reports[^1].Fault.ShouldNotBeNull().ShouldContain("publisher");

        await Send(Summary.Update(Summary.Panel("a", 3)));
        var later = _supervisor.ExpectMsg<BatchApplied>();
        later.Fault.ShouldNotBeNull("it lasts");
        later.ResyncIsFutile.ShouldBeTrue();
        await Send(Summary.Snapshot(Summary.Named("a", 4)));
        var cured = _supervisor.ExpectMsg<BatchApplied>();
        (cured.Fault, cured.ResyncIsFutile, cured.NeedsBaseline).ShouldBe((null, false, false));
        await Send(Summary.Truncated());
        _supervisor.ExpectMsg<BatchApplied>().ResyncIsFutile.ShouldBeTrue();
    }

    [Fact]
    public async Task The_ingest_hears_of_a_replay_when_it_is_shown()
    {
        await Send(History);
        _supervisor.ExpectMsg<BatchApplied>()
            .ShouldBe(new BatchApplied(1, 0, null, null, NeedsBaseline: true, FullCount: 0) { Events = 3 });
        await Pass(250);
        _supervisor.ExpectMsg<BatchApplied>().ShouldBe(new BatchApplied(1, 2, null, null, NeedsBaseline: false, FullCount: 1));
    }

    [Fact]
    public async Task What_is_asked_for_meanwhile_is_not_forgotten()
    {
        await Replay(History);
        Connect();
        await Send(Summary.Hello());
        _actor.Tell(new RaiseNeed("operator"));
        await Settle(_actor);
        State.Need.LastReason.ShouldBe("operator");
        await Pass(250);
        State.Need.LastReason.ShouldBe("operator");
    }

    [Fact]
    public async Task No_reader_ever_sees_an_older_state_than_it_has_seen()
    {
        var random = new Random(7);
        var history = new List<string> { Summary.Hello(), Summary.Snapshot(Summary.Named("a", 0), 0) };
        var (sent, seen) = (0, -1);
        for (var round = 0; round < 300; round++)
        {
            Connect();
            // A replay that breaks off somewhere, or the whole of it and some live events.
            var isWhole = random.Next(2) == 0;
            var replayed = isWhole ? history : history[..random.Next(history.Count)];
            var patience = (int)ReplayGathering.MaxDuration.TotalMilliseconds;
            foreach (var piece in string.Concat(replayed).Chunk(random.Next(50, 2000)))
            {
                await Send(new string(piece));
                var pause = random.Next(4) == 0 ? random.Next(250) : 0;
                if ((patience -= pause) > 0 && pause > 0) await Pass(pause);
                Look();
            }

            if (isWhole) await Pass(250);
            for (var live = isWhole ? random.Next(4) : 0; live > 0; live--)
            {
                history.Add(Summary.Update(Summary.Panel("a", ++sent)));
                await Send(history[^1]);
                Look();
                seen.ShouldBe(sent);
            }

            await End(isBroken: random.Next(2) == 0);
            if (random.Next(3) == 0) await Pass(random.Next(1000));
            Look();
            if (random.Next(3) == 0) history.Add(Summary.Update(Summary.Panel("a", ++sent)));
        }

        seen.ShouldBeGreaterThan(100);

        void Look()
        {
            if (State.Status is null) return;
            var now = int.Parse(Lines[2..], System.Globalization.CultureInfo.InvariantCulture);
            now.ShouldBeGreaterThanOrEqualTo(seen);
            seen = now;
        }
    }

    private string Lines => string.Join(' ', State.Status is { } status
        ? System.Text.Json.Nodes.JsonNode.Parse(status.ToString())!.AsObject()
            .Select(panel => $"{panel.Key}={(string?)panel.Value!["lines"]![0]}")
        : []);

    private void Connect()
    {
        (_frames, _events) = (new SseDecoder(1 << 20), new PanelEventDecoder(DiffForm.Auto, 64));
        _actor.Tell(new BatchesStarted(++_attempt), _stream);
        _stream.ExpectMsg<BatchAck>();
    }

    private async Task Send(string text)
    {
        var read = new SseBatch();
        _frames.Decode(JsonGen.Utf8(text), read);
        var events = _events.Decode(read);
        _actor.Tell(new EventBatch(_attempt, _supervisor, events, null, null, text.Length) { Dialect = _events.Dialect }, _stream);
        _stream.ExpectMsg<BatchAck>();
        await Settle(_actor);
    }

    private async Task Replay(string text)
    {
        await Send(text);
        await Advance(Pause, _actor);
    }

    private Task Pass(int milliseconds) => Advance(TimeSpan.FromMilliseconds(milliseconds), _actor);

    private async Task End(bool isBroken)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Tell(new BatchesEnded(_attempt, taken) { IsBroken = isBroken }, _stream);
        await taken.Task.WaitAsync(ScriptedUpstream.Patience);
    }
}
