using System.Diagnostics;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Recovery that really recovers.</summary>
public sealed class ResyncTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _upstream.DisposeAsync();

    [Fact]
    public async Task A_diff_that_does_not_fit_brings_a_new_baseline()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}""") + Sse.Diff(2, 6, """{"p":2}"""));

        using var again = await _upstream.NextStream();
        again.Query("force_full").ShouldBe("1");
        again.Header("Last-Event-ID").ShouldBeNull();
        var waiting = await daemon.Snapshot();
        waiting["p"]!.ToJsonString().ShouldBe("1", "the last state is served while it waits");
        ((string?)waiting["panel_push_meta"]!["need_full_reason"]).ShouldBe("generation_mismatch");

        await again.Send(Sse.Full(3, 6, """{"p":2}"""));
        await daemon.UntilPanel("p", "2");
        daemon.State.Need.IsNeeded.ShouldBeFalse();
        (await daemon.Metrics())["""panelactors_full_requests_total{outcome="fulfilled",source="feed"}"""].ShouldBe(2);
    }

    [Fact]
    public async Task A_feed_whose_backlog_always_holds_diffs_of_older_generations_settles()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(0, 5, """{"p":1}""") + Sse.Diff(8, 3, """{"p":3}""") + Sse.Diff(9, 4, """{"p":4}"""));
        await daemon.Until(state => state.DiffDroppedCount == 2, "two dropped diffs");
        daemon.State.Need.MayBeBacklog.ShouldBeTrue();

        await feed.Send(Sse.Diff(10, 5, """{"p":2}"""));
        await daemon.UntilPanel("p", "2");
        daemon.State.Need.IsNeeded.ShouldBeFalse();
        daemon.Connection.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task A_feed_that_was_restarted_and_counts_from_one_again_is_recovered_within_five_seconds()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using (var feed = await _upstream.NextStream())
        {
            await feed.Send(Sse.Full(500, 500, """{"p":"old"}"""));
            await daemon.UntilPanel("p", "\"old\"");
            feed.Abort();
        }

        var clock = Stopwatch.StartNew();
        using var resumed = await _upstream.NextStream();
        resumed.Header("Last-Event-ID").ShouldBe("500");
        await resumed.Send(Sse.Diff(1, 1, """{"p":"new"}"""));

        using var forced = await _upstream.NextStream();
        forced.Query("force_full").ShouldBe("1");
        await forced.Send(Sse.Full(2, 1, """{"p":"new"}"""));
        await daemon.UntilPanel("p", "\"new\"");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        daemon.State.Need.IsNeeded.ShouldBeFalse();
        daemon.State.Generation.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"type":"panel_full","generation":7,"payload":{"status":{"p":7}}}""", 7)]
    [InlineData("""{"status":{"p":7},"_generation":7}""", 7)]
    [InlineData("""{"panel_full":{"p":7}}""", 1)]
    public async Task A_baseline_with_an_address_of_its_own_is_fetched_from_there(string document, int generation)
    {
        await using var source = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            _upstream, ("Sources:0:Resync:Mode", "http"), ("Sources:0:Resync:Url", source.At("/full").ToString()));
        using var feed = await _upstream.NextStream();
        feed.Query("force_full").ShouldBeNull();

        using var request = await source.NextConnection();
        request.Path.ShouldBe("/full");
        await request.Answer(200, "application/json", document);
        await daemon.UntilPanel("p", "7");
        daemon.State.Generation.ShouldBe(generation);
        daemon.State.Need.IsNeeded.ShouldBeFalse();

        await feed.Send(Sse.Diff(1, generation, """{"p":8}"""));
        await daemon.UntilPanel("p", "8");
        daemon.Connection.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task A_bare_status_is_taken_where_the_configuration_allows_it()
    {
        await using var source = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            _upstream, ("Sources:0:Resync:Mode", "http"), ("Sources:0:Resync:Url", source.At("/full").ToString()),
            ("Sources:0:Resync:Bare", "true"));
        using var feed = await _upstream.NextStream();
        using var request = await source.NextConnection();
        await request.Answer(200, "application/json", """{"p":7}""");
        await daemon.UntilPanel("p", "7");
    }

    [Fact]
    public async Task An_index_of_hashes_is_no_baseline_also_where_a_bare_status_is_one()
    {
        await using var source = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            _upstream, ("Sources:0:Resync:Mode", "http"), ("Sources:0:Resync:Url", source.At("/full").ToString()),
            ("Sources:0:Resync:Bare", "true"),
            ("Sources:0:Resync:Cooldown", "00:00:00.010"));
        using var feed = await _upstream.NextStream();
        using (var request = await source.NextConnection())
            await request.Answer(200, "application/json", """{"cycle":16,"panels":{"header":{"hash":"00"}},"schema_version":1}""");
        using var again = await source.NextConnection();
        daemon.State.Status.ShouldBeNull();
        await again.Answer(200, "application/json", """{"panels":{"header":{"hash":"00","title":"T"}}}""");
        await daemon.Until(state => state.Status is not null, "a bare status");
    }

    [Fact]
    public async Task A_fetched_baseline_that_the_state_does_not_take_is_asked_for_again()
    {
        await using var source = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            _upstream, ("Sources:0:Resync:Mode", "http"), ("Sources:0:Resync:Url", source.At("/full").ToString()),
            ("Sources:0:Resync:Cooldown", "00:00:00.010"), ("Sources:0:Resync:Timeout", "00:00:00.300"));
        using var feed = await _upstream.NextStream();
        using (var request = await source.NextConnection())
            await request.Answer(200, "application/json", """{"status":{"p":1},"generation":1}""");
        await daemon.UntilPanel("p", "1");
        await feed.Send(Sse.Diff(2, 6, """{"p":2}"""));
        using (var request = await source.NextConnection())
        {
            await request.Answer(
                200, "application/json",
                """{"type":"panel_full","payload":{"forced_reason":"gap","status":{"status":{"p":9}}},"generation":6}""");
        }

        using (var request = await source.NextConnection())
        {
            daemon.State.Status!.ToString().ShouldBe("""{"p":1}""");
            await request.Answer(200, "application/json", """{"type":"panel_full","payload":{"status":{"p":3}},"generation":6}""");
        }

        await daemon.UntilPanel("p", "3");
        daemon.State.Need.IsNeeded.ShouldBeFalse();
    }

    [Theory]
    [InlineData("text/html", "<html>")]
    [InlineData("text/plain", """{"status":{"p":2}}""")]
    [InlineData("application/json", """{"cycle":16,"panels":{"header":{"hash":"00"}},"schema_version":1}""")]
    [InlineData("application/json", """{"p":2}""")]
    [InlineData("application/json", """{"type":"panel_diff","payload":{"diff":{"p":2}}}""")]
    [InlineData("application/json", """["status"]""")]
    [InlineData("application/json", """{"status":7}""")]
    public async Task An_answer_that_is_no_baseline_is_counted_and_changes_nothing(string contentType, string body)
    {
        await using var source = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            _upstream, ("Sources:0:Resync:Mode", "http"), ("Sources:0:Resync:Url", source.At("/full").ToString()),
            ("Sources:0:Resync:Cooldown", "00:00:00.010"));
        using var feed = await _upstream.NextStream(Sse.Full(1, 5, """{"p":1}""") + Sse.Diff(2, 6, """{"p":2}"""));
        using (var request = await source.NextConnection()) await request.Answer(200, contentType, body);
        using (var request = await source.NextConnection()) await request.Refuse(404);
        using (var request = await source.NextConnection())
        {
            daemon.State.Status?.ToString().ShouldBe("""{"p":1}""");
            await request.Answer(200, "application/problem+json", """{"status":{"p":3}}""");
        }

        await daemon.UntilPanel("p", "3");
        // The baseline of the stream answered the first request before its own answer came.
        (await daemon.Metrics())["""panelactors_full_requests_total{outcome="refused",source="feed"}"""].ShouldNotBeNull()
            .ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task A_baseline_is_taken_from_the_configured_origin_only()
    {
        await using var source = ScriptedUpstream.Start();
        await using var other = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            _upstream, ("Sources:0:Resync:Mode", "http"), ("Sources:0:Resync:Url", source.At("/full").ToString()),
            ("Sources:0:Resync:Cooldown", "00:00:00.010"));
        using var feed = await _upstream.NextStream();
        using (var request = await source.NextConnection()) await request.Redirect(302, other.At("/secret").ToString());
        using (var request = await source.NextConnection()) await request.Redirect(302, "/moved");
        using (var request = await source.NextConnection())
        {
            request.Path.ShouldBe("/moved");
            await request.Answer(200, "application/json", """{"status":{"p":1}}""");
        }

        await daemon.UntilPanel("p", "1");
        other.HasConnection.ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_that_works_is_kept_where_the_upstream_accepts_no_other()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Sources:0:Resync:Cooldown", "00:00:00.010"));
        using var feed = await _upstream.NextStream(Sse.Full(1, 5, """{"p":1}""") + Sse.Diff(2, 6, """{"p":2}"""));
        for (var times = 0; times < 3; times++)
        {
            using var refused = await _upstream.NextConnection();
            refused.Query("force_full").ShouldBe("1");
            feed.IsDisconnected.ShouldBeFalse();
            await refused.Refuse(429);
        }

        using var last = await _upstream.NextConnection();
        await daemon.UntilMetric("""panelactors_full_requests_total{outcome="refused",source="feed"}""", 3);
        await feed.Send(Sse.Full(3, 6, """{"p":3}"""));
        await daemon.UntilPanel("p", "3");
        await last.Disconnected;
        var store = await daemon.UntilConnection("open");
        ((bool)store["need_full"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_that_is_too_large_each_time_has_an_error_with_the_limit_to_raise()
    {
        await using var daemon = await Daemon.Reading(
            _upstream, ("Limits:MaxEventBytes", "2000"), ("Sources:0:Resync:Cooldown", "00:00:00.010"));
        var large = Sse.Full(1, 5, $$"""{"p":"{{new string('x', 3000)}}"}""");
        using (var feed = await _upstream.NextStream(large + Sse.Diff(2, 5, """{"p":2}""")))
            await daemon.UntilAnswer("/api/stores", NamesTheLimit);
        using var again = await _upstream.NextStream(large + Sse.Diff(2, 5, """{"p":2}"""));
        await daemon.UntilAnswer("/api/stores", NamesTheLimit);

        static bool NamesTheLimit(System.Text.Json.Nodes.JsonNode stores) =>
            ((string?)stores[0]!["last_error"])?.Contains("Limits:MaxEventBytes", StringComparison.Ordinal) == true;
    }
}
