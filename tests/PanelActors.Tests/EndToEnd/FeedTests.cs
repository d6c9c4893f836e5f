using PanelActors.Tests.Support;


namespace PanelActors.Tests.EndToEnd;

/// <summary>What a well-behaved feed sends, as the API shows it.</summary>
public sealed class FeedTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private Daemon _daemon = null!;

    public async Task InitializeAsync() => _daemon = await Daemon.Reading(_upstream);

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task The_first_request_asks_for_a_baseline_of_all_types()
    {
        using var feed = await _upstream.NextConnection();
        feed.Method.ShouldBe("GET");
        feed.Path.ShouldBe("/sse/panels");
        feed.Query("force_full").ShouldBe("1");
        feed.Query("last_id").ShouldBeNull();
        feed.Query("types").ShouldBe("panel_full,panel_diff,severity_counts,severity_state,followup_alert");
        feed.Header("Accept").ShouldBe("text/event-stream");
        feed.Header("Last-Event-ID").ShouldBeNull();
    }

    [Fact]
    public async Task A_baseline_and_the_diffs_after_it_become_the_snapshot()
    {
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"indices":{"NIFTY":{"ltp":100,"iv":0.12}},"loop":{"cycle":1}}"""));
        await _daemon.UntilPanel("loop", """{"cycle":1}""");

        await feed.Send(Sse.Diff(2, 5, """{"panel":"loop","op":"diff","data":{"cycle":2}}"""));
        const string Indices =
            """{"added":{},"removed":["gone"],"changed":{"NIFTY":{"old":{"iv":0.12,"ltp":100},"new":{"ltp":101}}}}""";
        await feed.Send(Sse.Diff(3, 5, $$$"""{"added":{"new":[1]},"removed":[],"changed":{},"nested":{"indices":{{{Indices}}}}}"""));
        await feed.Send(Sse.Diff(4, 5, """{"loop":{"state":"running"}}"""));
        await _daemon.UntilPanel("loop", """{"cycle":2,"state":"running"}""");

        var snapshot = await _daemon.Snapshot();
        snapshot["indices"]!.ToJsonString().ShouldBe("""{"NIFTY":{"ltp":101}}""");
        snapshot["new"]!.ToJsonString().ShouldBe("[1]");
        var meta = snapshot["panel_push_meta"]!;
        meta["sse_events"]!.ToJsonString().ShouldBe("""{"panel_full":1,"panel_diff_applied":3,"panel_diff_dropped":0}""");
        ((long?)meta["panel_generation"]).ShouldBe(5);
        ((long?)meta["ui_generation"]).ShouldBe(4);
        meta["need_full"].ShouldBeNull();
        ((string?)meta["sse_heartbeat"]!["health"]).ShouldBe("ok");
        meta["panel_hashes"]!.AsObject().Select(hash => hash.Key).ShouldBe(["indices", "loop", "new"], ignoreOrder: true);
    }

    [Fact]
    public async Task Severities_and_follow_ups_are_shown_beside_the_panels()
    {
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, "{}"));
        await feed.Send(Sse.Counts(2, 3, 2, 1));
        await feed.Send(Sse.Envelope(3, "severity_state", """{"alert_type":"iv_crush","active":"warn","reasons":["low"]}"""));
        const string Alert = """{"ts":1690000000,"alert":{"type":"iv_crush","index":"NIFTY","severity":"warn","message":"look"}}""";
        await feed.Send(Sse.Envelope(4, "followup_alert", Alert));
        await _daemon.Until(state => state.Followups.Length == 1, "one follow-up");

        var stream = (await _daemon.Snapshot())["adaptive_stream"]!;
        stream["severity_counts"]!.ToJsonString().ShouldBe("""{"info":3,"warn":2,"critical":1}""");
        stream["severity_state"]!["iv_crush"]!.ToJsonString().ShouldBe(
            """{"active":"warn","previous_active":null,"last_change_cycle":null,"resolved":null,"resolved_count":null,"""
            + """
            "reasons":["low"],"alert":null}
            """);
        stream["followup_alerts"]!.ToJsonString().ShouldBe(
            """[{"time":"2023-07-22T04:26:40Z","level":"WARN","component":"Follow-up iv_crush NIFTY","message":"look"}]""");
    }

    [Fact]
    public async Task A_diff_of_another_generation_changes_nothing_until_a_new_baseline()
    {
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await _daemon.UntilPanel("p", "1");
        var before = _daemon.State;

        await feed.Send(Sse.Diff(2, 6, """{"p":2}"""));
        var after = await _daemon.Until(state => state.Need.IsNeeded, "a baseline is needed");
        after.LastEvent.ShouldBe(before.LastEvent);
        after.UiGeneration.ShouldBe(before.UiGeneration);
        var snapshot = await _daemon.Snapshot();
        snapshot["p"]!.ToJsonString().ShouldBe("1");
        var meta = snapshot["panel_push_meta"]!;
        ((bool?)meta["need_full"]).ShouldBe(true);
        ((string?)meta["need_full_reason"]).ShouldBe("generation_mismatch");
        meta["need_full_reasons"]!.ToJsonString().ShouldBe("""["generation_mismatch"]""");
        ((long?)meta["sse_events"]!["panel_diff_dropped"]).ShouldBe(1);
        await _daemon.UntilMetric("""panelactors_events_dropped_total{source="feed",type="panel_diff",reason="generation_mismatch"}""", 1);
        (await _daemon.Metrics())["""panelactors_need_full{store="feed"}"""].ShouldBe(1);

        await feed.Send(Sse.Full(3, 6, """{"p":3}"""));
        await _daemon.UntilPanel("p", "3");
        meta = (await _daemon.Snapshot())["panel_push_meta"]!;
        meta["need_full"].ShouldBeNull();
        ((long?)meta["panel_generation"]).ShouldBe(6);
        (await _daemon.Metrics())["""panelactors_need_full{store="feed"}"""].ShouldBe(0);
    }

    [Fact]
    public async Task A_diff_before_any_baseline_is_dropped()
    {
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Diff(1, 6, """{"p":2}"""));
        await _daemon.Until(state => state.DiffDroppedCount == 1, "a dropped diff");
        var snapshot = await _daemon.Snapshot();
        snapshot["p"].ShouldBeNull();
        ((string?)snapshot["panel_push_meta"]!["need_full_reason"]).ShouldBe("no_baseline");
        ((string?)snapshot["panel_push_meta"]!["sse_heartbeat"]!["health"]).ShouldBe("init");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compressed_feed_is_read_event_by_event(string encoding)
    {
        using var feed = await _upstream.NextConnection();
        await feed.AcceptStream(encoding);
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await _daemon.UntilPanel("p", "1");
        await feed.Send(Sse.Diff(2, 5, """{"p":2}"""));
        await _daemon.UntilPanel("p", "2");
    }

    [Fact]
    public async Task A_feed_that_drips_byte_by_byte_is_read_all_the_same()
    {
        using var feed = await _upstream.NextStream();
        foreach (var b in System.Text.Encoding.UTF8.GetBytes("retry: 5\r\n: hi\r\n\r\n" + Sse.Full(1, 5, """{"p":"ü✓"}""")))
            await feed.Send(new[] { b });
        await _daemon.UntilPanel("p", "\"\\u00FC\\u2713\"");
    }

    [Fact]
    public async Task Comments_are_life_of_the_line_and_not_of_the_data()
    {
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await _daemon.UntilPanel("p", "1");
        var (bytes, before) = ((await _daemon.Metrics())["""panelactors_bytes_received_total{source="feed"}"""]!.Value, _daemon.State);

        await feed.Send(Sse.Comment());
        await _daemon.UntilMetric("""panelactors_bytes_received_total{source="feed"}""", bytes + Sse.Comment().Length);
        _daemon.State.ShouldBeSameAs(before);
    }
}
