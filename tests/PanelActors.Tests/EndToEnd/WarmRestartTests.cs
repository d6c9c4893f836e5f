using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>A daemon that is stopped and started again.</summary>
public sealed class WarmRestartTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private TemporaryDatabase _database = TemporaryDatabase.InFile.Create();

    private string File => ((TemporaryDatabase.InFile)_database).File;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _upstream.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public Task The_last_state_is_served_at_once_with_its_true_age_and_resumed_after_its_event() => ServedAndResumed();

    [PostgresFact]
    public async Task The_last_state_is_served_at_once_and_resumed_from_PostgreSQL_too()
    {
        await _database.DisposeAsync();
        _database = await TemporaryDatabase.InPostgres.CreateAsync();
        await ServedAndResumed();
    }

    [Fact]
    public async Task A_state_that_needs_a_baseline_still_needs_it_and_asks_for_it()
    {
        // The first run is not to get it.
        await FirstLife(
            Sse.Full(41, 5, """{"p":1}""") + Sse.Diff(42, 6, """{"p":2}"""),
            state => state.Need.IsNeeded, ("Sources:0:Resync:Mode", "none"));
        await using var daemon = await Start();
        daemon.State.Need.Reasons.ShouldBe(["generation_mismatch"]);
        using var feed = await _upstream.NextStream();
        (feed.Header("Last-Event-ID"), feed.Query("force_full")).ShouldBe((null, "1"));
        await feed.Send(Sse.Full(43, 6, """{"p":3}"""));
        await daemon.UntilPanel("p", "3");
        daemon.State.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_replay_is_recognised_by_what_the_previous_run_saw()
    {
        var baseline = Sse.Full(41, 5, """{"p":1}""");
        await FirstLife(baseline, state => state.FullCount == 1);
        await using var daemon = await Start();
        var last = daemon.State.LastEvent;
        using var feed = await _upstream.NextStream(baseline + Sse.Counts(42, 1, 2, 3));
        var after = await daemon.Until(state => state.FullCount == 2, "the baseline again");
        after.LastFull.ShouldBe(last);
        (await daemon.Until(state => state.SeverityCounts is not null, "something new")).LastEvent.ShouldNotBeNull()
            .ShouldBeGreaterThan(last!.Value);
    }

    [Fact]
    public async Task A_feed_without_event_ids_cannot_be_resumed_and_is_asked_for_a_baseline()
    {
        await FirstLife(Sse.Event((string?)null, """{"type":"full","payload":{"status":{"p":1}}}"""), state => state.FullCount == 1);
        await using var daemon = await Start();
        (await daemon.Snapshot())["p"]!.GetValue<int>().ShouldBe(1);
        daemon.State.Need.Reasons.ShouldBe(["resume_failed"]);
        using var feed = await _upstream.NextStream();
        (feed.Header("Last-Event-ID"), feed.Query("force_full")).ShouldBe((null, "1"));
    }

    [Fact]
    public async Task A_feed_that_began_anew_meanwhile_is_noticed_by_its_older_events()
    {
        await FirstLife(Sse.Full(41, 1, """{"p":1}"""), state => state.FullCount == 1);
        await using var daemon = await Start();
        using var feed = await _upstream.NextStream();
        feed.Header("Last-Event-ID").ShouldBe("41");
        await feed.Send(Sse.Diff(3, 1, """{"p":"of another run, by chance of the same generation"}"""));
        await daemon.Until(state => state.Need.IsNeeded, "a need");
        daemon.State.Need.LastReason.ShouldBe("resume_failed");
    }

    [Fact]
    public async Task Another_address_under_the_same_name_starts_cold()
    {
        await FirstLife(Sse.Full(41, 5, """{"p":1}"""), state => state.FullCount == 1);
        await using var daemon = await Start(("Sources:0:Url", _upstream.At("/other").ToString()));
        daemon.State.Status.ShouldBeNull();
        using var feed = await _upstream.NextStream();
        (feed.Path, feed.Header("Last-Event-ID")).ShouldBe(("/other", null));
    }

    [Fact]
    public async Task What_was_not_asked_to_be_kept_is_not()
    {
        await using (var daemon = await Start(("Persistence:Enabled", "false")))
        {
            using var feed = await _upstream.NextStream();
            await feed.Send(Sse.Full(41, 5, """{"p":1}"""));
            await daemon.UntilPanel("p", "1");
        }

        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Fact]
    public async Task A_damaged_file_is_set_aside_and_the_start_is_cold_but_later_ones_are_not()
    {
        await FirstLife(Sse.Full(41, 5, """{"p":1}"""), state => state.FullCount == 1);
        await System.IO.File.WriteAllTextAsync(File, "damaged");
        await FirstLife(Sse.Full(43, 5, """{"p":3}"""), state => state.FullCount == 1);
        var bad = Directory.GetFiles(Path.GetDirectoryName(File)!, "*.bad-*").ShouldHaveSingleItem();
        (await System.IO.File.ReadAllTextAsync(bad)).ShouldBe("damaged");

        await using var daemon = await Start();
        (await daemon.Snapshot())["p"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task A_database_that_cannot_be_used_is_counted_and_nothing_else_suffers()
    {
        await _database.GoAway();
        await using var daemon = await Start(("Persistence:Interval", "00:00:00.050"));
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(41, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        (await daemon.Metrics())["""panelactors_persistence_failures_total{source="feed"}"""].ShouldNotBeNull().ShouldBeGreaterThan(0);

        await _database.ComeBack();
        (await _database.Until(stored => stored.LastEventId == EventId.Of("41"))).State.Status!.ToString().ShouldBe("""{"p":1}""");
    }

    [Fact]
    public async Task Every_source_gets_its_own_state_back()
    {
        (string, string)[] two = [("Sources:1:Name", "second"), ("Sources:1:Url", _upstream.At("/second").ToString())];
        await using (var daemon = await Start(two))
        {
            for (var i = 0; i < 2; i++)
            {
                var feed = await _upstream.NextStream();
                var id = feed.Path == "/second" ? 2 : 1;
                await feed.Send(Sse.Full(id, id, $$"""{"p":{{id}}}"""));
                await Daemon.Until(daemon.Stores.All[id - 1], state => state.FullCount == 1, "a baseline");
            }
        }

        await using var next = await Start(two);
        next.Stores.All.Select(store => store.Board.Current.State.Status!.ToString()).ShouldBe(["""{"p":1}""", """{"p":2}"""]);
        for (var i = 0; i < 2; i++)
        {
            using var feed = await _upstream.NextStream();
            feed.Header("Last-Event-ID").ShouldBe(feed.Path == "/second" ? "2" : "1");
        }
    }

    private async Task ServedAndResumed()
    {
        var first = await FirstLife(
            Sse.Full(41, 5, """{"p":1}""") + Sse.Counts(42, 1, 2, 3) + Sse.Diff(43, 5, """{"q":{"r":[1]}}"""),
            state => state.DiffAppliedCount == 1);

        // By now anything is stale; nothing has been sent.
        await using var daemon = await Start(
            ("Freshness:Tick", "00:00:00.001"), ("Freshness:WarnAfter", "00:00:00.001"), ("Freshness:StaleAfter", "00:00:00.002"));
        var second = await daemon.Snapshot();
        WithoutAge(second).ShouldBe(WithoutAge(first));
        ((string?)second["panel_push_meta"]!["sse_heartbeat"]!["health"]).ShouldBe("stale");
        ((double)second["panel_push_meta"]!["sse_heartbeat"]!["stale_sec"]!).ShouldBeGreaterThan(0);

        using var feed = await _upstream.NextStream();
        feed.Header("Last-Event-ID").ShouldBe("43");
        feed.Query("last_id").ShouldBe("43");
        feed.Query("force_full").ShouldBeNull();
        await feed.Send(Sse.Diff(44, 5, """{"p":2}"""));
        await daemon.UntilPanel("p", "2");
        (daemon.State.UiGeneration, daemon.State.FullCount, daemon.State.DiffAppliedCount, daemon.State.Need.IsNeeded)
            .ShouldBe((4, 1, 2, false));
    }

    /// <summary>Runs a daemon until its feed has sent this; gives its last snapshot.</summary>
    private async Task<JsonNode> FirstLife(
        string sent, Func<PanelActors.State.PanelState, bool> isDone, params (string Key, string Value)[] more)
    {
        await using var daemon = await Start(more);
        // Left open: a daemon that loses it would connect again before it stops, and be mistaken for the next one.
        var feed = await _upstream.NextStream();
        await feed.Send(sent);
        await daemon.Until(isDone, "all that was sent");
        return await daemon.Snapshot();
    }

    private Task<Daemon> Start(params (string Key, string Value)[] more) => Daemon.Reading(_upstream, [.. _database.Keys, .. more]);

    private static string WithoutAge(JsonNode snapshot)
    {
        var copy = snapshot.DeepClone();
        var heartbeat = copy["panel_push_meta"]!["sse_heartbeat"]!.AsObject();
        heartbeat.Remove("stale_sec");
        heartbeat.Remove("health");
        return copy.ToJsonString();
    }
}
