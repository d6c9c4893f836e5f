using System.Text.RegularExpressions;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

public sealed partial class MetricsTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _upstream.DisposeAsync();

    [Fact]
    public async Task Every_metric_of_the_specification_is_there_with_its_labels()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        await LetEverythingHappen(daemon);
        var scrape = await daemon.Metrics();

        (string Name, string Kind, string Labels)[] expected =
        [
            ("panelactors_events_total", "counter", "source,type"),
            ("panelactors_events_dropped_total", "counter", "reason,source,type"),
            ("panelactors_ingest_errors_total", "counter", "reason,source"),
            ("panelactors_apply_seconds", "histogram", "source"),
            ("panelactors_reconnects_total", "counter", "reason,source"),
            ("panelactors_bytes_received_total", "counter", "source"),
            ("panelactors_heartbeat_stale_seconds", "gauge", "store"),
            ("panelactors_heartbeat_health", "gauge", "store"),
            ("panelactors_transport_idle_seconds", "gauge", "source"),
            ("panelactors_need_full", "gauge", "store"),
            ("panelactors_full_requests_total", "counter", "outcome,source"),
            ("panelactors_snapshot_not_modified_total", "counter", "store"),
            ("panelactors_relay_clients", "gauge", "store"),
            ("panelactors_relay_events_sent_total", "counter", "store"),
            ("panelactors_relay_conflations_total", "counter", "store"),
            ("panelactors_build_info", "gauge", "runtime,version"),
            ("panelactors_config_last_reload_successful", "gauge", ""),
            ("panelactors_config_last_reload_success_timestamp_seconds", "gauge", ""),
            ("panelactors_source_connection_state", "gauge", "source,state"),
            ("panelactors_store_last_event_timestamp_seconds", "gauge", "store"),
            ("panelactors_store_panels", "gauge", "store"),
            ("panelactors_store_bytes", "gauge", "store"),
            ("panelactors_http_refused_total", "counter", "reason"),
        ];
        foreach (var (name, kind, labels) in expected)
        {
            scrape.Kinds.ShouldContainKeyAndValue(name, kind);
            var series = scrape.Series.First(
                series => series.StartsWith(name, StringComparison.Ordinal) && !series.Contains("le=", StringComparison.Ordinal));
            string.Join(',', Label().Matches(series).Select(label => label.Groups[1].Value)).ShouldBe(labels, name);
        }
    }

    [Fact]
    public async Task What_is_closed_is_there_from_the_start_with_zero_and_what_never_came_is_infinitely_old()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        var scrape = await daemon.Metrics();
        foreach (var series in (string[])
            [
                """panelactors_events_total{source="feed",type="panel_diff"}""",
                """panelactors_events_total{source="feed",type="unknown"}""",
                """panelactors_events_dropped_total{source="feed",type="panel_diff",reason="generation_mismatch"}""",
                """panelactors_ingest_errors_total{source="feed",reason="oversized"}""",
                """panelactors_full_requests_total{source="feed",outcome="timeout"}""",
                """panelactors_snapshot_not_modified_total{store="feed"}""", """panelactors_relay_clients{store="feed"}""",
                """panelactors_store_panels{store="feed"}""", """panelactors_store_last_event_timestamp_seconds{store="feed"}""",
                """panelactors_source_connection_state{source="feed",state="stopped"}""",
            ])
        {
            scrape[series].ShouldBe(0, series);
        }

        scrape["""panelactors_heartbeat_stale_seconds{store="feed"}"""].ShouldBe(double.PositiveInfinity);
        scrape["""panelactors_source_connection_state{source="feed",state="connecting"}"""].ShouldBe(1);
        scrape["panelactors_config_last_reload_successful{}"].ShouldBe(1);
    }

    [Fact]
    public async Task Values_tell_what_happened()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        await LetEverythingHappen(daemon);
        var scrape = await daemon.Metrics();

        scrape["""panelactors_events_total{source="feed",type="panel_full"}"""].ShouldBe(2);
        scrape["""panelactors_events_total{source="feed",type="panel_diff"}"""].ShouldBe(1);
        scrape["""panelactors_reconnects_total{source="feed",reason="closed"}"""].ShouldBe(1);
        scrape["""panelactors_heartbeat_health{store="feed"}"""].ShouldBe(1);
        scrape["""panelactors_heartbeat_stale_seconds{store="feed"}"""]!.Value.ShouldBeInRange(0, 15);
        scrape["""panelactors_transport_idle_seconds{source="feed"}"""]!.Value.ShouldBeInRange(0, 15);
        scrape["""panelactors_apply_seconds_count{source="feed"}"""]!.Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Two_daemons_in_one_process_count_each_for_itself()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        await LetEverythingHappen(daemon);
        await using var upstream = ScriptedUpstream.Start();
        await using var another = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream(Sse.Full(1, 5, """{"p":1}"""));
        await another.UntilMetric("""panelactors_events_total{source="feed",type="panel_full"}""", 1);
        (await daemon.Metrics())["""panelactors_events_total{source="feed",type="panel_full"}"""].ShouldBe(2);
        (await another.Metrics())["""panelactors_apply_seconds_count{source="feed"}"""].ShouldBe(1);
    }

    private async Task LetEverythingHappen(Daemon daemon)
    {
        using (var feed = await _upstream.NextConnection())
        {
            await feed.AcceptStream();
            await feed.Send(Sse.Full(1, 5, """{"p":1}""") + Sse.Diff(2, 4, "{}") + Sse.Event(3, "rubbish"));
            await daemon.Until(state => state.Need.Reasons.Contains("bad_json"), "the last frame was read");
            await feed.Close();
        }

        using var again = await _upstream.NextStream();
        await again.Send(Sse.Full(4, 6, """{"p":2}"""));
        await daemon.UntilPanel("p", "2");
        await daemon.UntilMetric("""panelactors_full_requests_total{source="feed",outcome="fulfilled"}""", 2);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/snapshot");
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        using var response = await daemon.Http.SendAsync(request);
    }

    [GeneratedRegex("""[{,]([a-z_]+)=""")]
    private static partial Regex Label();
}
