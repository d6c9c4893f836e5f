using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PanelActors.Configuration;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.State;
using PanelActors.Tests.Support;
using PanelActors.Tree;

namespace PanelActors.Tests.EndToEnd;

/// <summary>A feed of the summary dialect, from the socket to the API and the relay.</summary>
public sealed class SummaryStreamTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _upstream.DisposeAsync();

    [Theory]
    [InlineData("summary-updates", "auto")]
    [InlineData("summary-diffs", "auto")]
    [InlineData("summary-updates", "summary")]
    public async Task A_real_stream_becomes_the_panels_of_an_independent_model(string sample, string dialect)
    {
        var random = new Random(3);
        var (stream, model) = (Encoding.UTF8.GetBytes(Summary.Sample(sample)), SummaryModel.Of(Summary.Sample(sample)));
        await using var daemon = await Daemon.Reading(_upstream, ("Sources:0:Dialect", dialect), ("Sources:0:Resync:Cooldown", "00:01:00"));
        for (var connection = 0; connection < 4; connection++)
        {
            using var feed = await _upstream.NextStream();
            // All but the last break off somewhere in the replay.
            var end = connection < 3 ? random.Next(stream.Length) : stream.Length;
            for (var at = 0; at < end;)
            {
                var piece = Math.Min(random.Next(1, 900), end - at);
                await feed.Send(stream.AsMemory(at, piece));
                at += piece;
            }

            if (connection < 3) feed.Abort();
            else await daemon.Until(state => Shows(state.Status, model.Panels), "the panels of the stream");
        }

        var snapshot = await daemon.Snapshot();
        JsonNode.DeepEquals(snapshot["header"], model.Panels!["header"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_feed_that_answers_nothing()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using (var feed = await _upstream.NextStream())
        {
            feed.Query("force_full").ShouldBe("1", "its dialect is not known yet");
            await feed.Send(Summary.Hello() + Summary.Snapshot(Summary.Named("a", 1)));
            await UntilLine(daemon, "a", 1);
            feed.Abort();
        }

        using var again = await _upstream.NextStream();
        (again.Query("force_full"), again.Query("types"), again.Query("last_id"), again.Header("Last-Event-ID"))
            .ShouldBe((null, null, null, null));
    }

    [Fact]
    public async Task A_configured_dialect_is_known_from_the_first_request_on()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Sources:0:Dialect", "summary"));
        using var feed = await _upstream.NextStream();
        (feed.Target, feed.Header("Last-Event-ID")).ShouldBe((_upstream.Url.AbsolutePath, null));
    }

    [Fact]
    public async Task A_publisher_that_began_anew_is_followed_and_after_one_that_left_something_out_the_error_advises()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Sources:0:Resync:Cooldown", "00:01:00"));
        using (var feed = await _upstream.NextStream())
        {
            await feed.Send(Summary.Hello() + Summary.Snapshot(Summary.Named("a", 1)));
            await UntilLine(daemon, "a", 1);
            await feed.Close();
        }

        using var next = await _upstream.NextStream(Summary.Hello("next"));
        await daemon.Until(state => state.Need.LastReason == "publisher_restarted", "the need of a baseline");
        daemon.State.Status!.ToString().ShouldContain("h1");
        await next.Send(Summary.Snapshot(Summary.Named("b", 2)));
        await UntilLine(daemon, "b", 2);
        daemon.State.Need.IsNeeded.ShouldBeFalse();

        await next.Send(Summary.Truncated());
        await daemon.Until(state => state.Need.LastReason == "truncated", "the need of a baseline");
        (await daemon.Metrics())["""panelactors_events_total{source="feed",type="truncated"}"""].ShouldBe(1);
    }

    [Fact]
    public async Task A_truncated_feed_has_an_error_that_names_the_limit_and_is_asked_again_late_but_not_never()
    {
        await using var daemon = await Daemon.Reading(
            _upstream, ("Sources:0:Resync:Cooldown", "00:00:00.010"), ("Sources:0:Resync:MaxCooldown", "00:00:01"));
        using var feed = await _upstream.NextStream(Summary.Hello() + Summary.Snapshot(Summary.Named("a", 1)) + Summary.Truncated());
        var store = await daemon.UntilAnswer(
            "/api/stores", stores => ((string?)stores[0]!["last_error"])?.Contains("publisher", StringComparison.Ordinal) == true);
        ((string?)store[0]!["connection"]).ShouldBe("open");

        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        // Live updates must not put it off for good.
        for (var i = 2; !_upstream.HasConnection && !patience.IsCancellationRequested; i++)
        {
            await feed.Send(Summary.Update(Summary.Panel("a", i)));
            await UntilLine(daemon, "a", i);
        }

        using var again = await _upstream.NextStream(Summary.Hello() + Summary.Snapshot(Summary.Named("a", 9_999)));
        await UntilLine(daemon, "a", 9_999);
        await daemon.UntilAnswer("/api/stores", stores => (string?)stores[0]!["last_error"] is null);
        daemon.State.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_feed_that_is_silent_for_long_stays_connected_and_grows_old()
    {
        await using var daemon = await Daemon.Reading(
            _upstream, ("Reconnect:IdleTimeout", "00:00:02"), ("Freshness:WarnAfter", "00:00:02"), ("Freshness:StaleAfter", "00:00:03"));
        using var feed = await _upstream.NextStream(Summary.Hello() + Summary.Snapshot(Summary.Named("a", 1)));
        await UntilLine(daemon, "a", 1);
        await daemon.UntilAnswer("/api/heartbeat", heartbeat => (string?)heartbeat["health"] == "stale");
        (feed.IsDisconnected, daemon.Connection.Attempt).ShouldBe((false, 1));
        await feed.Send(Summary.Heartbeat());
        await daemon.UntilAnswer("/api/heartbeat", heartbeat => (string?)heartbeat["health"] == "ok");
    }

    [Fact]
    public async Task An_idle_timeout_of_its_own_counts_for_it_too()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Sources:0:Reconnect:IdleTimeout", "00:00:01.500"));
        using var feed = await _upstream.NextStream(Summary.Hello() + Summary.Snapshot(Summary.Named("a", 1)));
        await feed.Disconnected;
        await daemon.UntilMetric("""panelactors_reconnects_total{reason="idle_timeout",source="feed"}""", 1);
    }

    [Fact]
    public async Task Its_relay_speaks_the_dialect_of_all_relays()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Sources:0:Resync:Cooldown", "00:01:00"));
        using var feed = await _upstream.NextStream(
            Summary.Hello() + Summary.Snapshot(Summary.Named("a", 1)) + Summary.Update(Summary.Panel("a", 2)));
        await UntilLine(daemon, "a", 2);
        await using var subscriber = await RelaySubscriber.Connect(daemon.Http);
        var decoder = new PanelEventDecoder(DiffForm.Auto, 64);
        var held = PanelState.Initial;
        for (var i = 3; i < 10; i++)
        {
            await feed.Send(i % 2 == 0 ? Summary.Update(Summary.Panel("b", i)) : Summary.Diff(Summary.Named("a", i)));
            await UntilLine(daemon, i % 2 == 0 ? "b" : "a", i);
        }

        while (held.Status is null || !ContentHash.Of(held.Status).Equals(ContentHash.Of(daemon.State.Status!)))
        {
            var frame = await subscriber.Next() ?? throw new EndOfStreamException();
            frame.Type.ShouldBeOneOf("hello", "panel_full", "panel_diff");
            var sent = new SseFrame(SseFrameKind.Event, Encoding.UTF8.GetBytes(frame.Data.ToJsonString()), frame.Type, default);
            held = held.Apply(decoder.Decode(sent), DateTimeOffset.UtcNow, new StateLimits()).State;
        }

        decoder.Dialect.ShouldBe(Dialect.Panels);
        held.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task The_built_in_feed_speaks_it()
    {
        await using var daemon = await Daemon.Start(
            ("Sources:0:Name", "feed"), ("Sources:0:Url", "simulator:?dialect=summary&interval=00:00:00.300&fault=drop:12"));
        var first = await daemon.Until(state => state.DiffAppliedCount > 2, "updates");
        await daemon.Until(state => state.FullCount > first.FullCount, "another replay");
        var state = await daemon.Until(state => !state.Need.IsNeeded, "what it needs");
        state.Status!.Find(PanelKey.Of("market"))!.ToString().ShouldContain("\"lines\":[\"status: OPEN\"");
        (await daemon.Metrics())["""panelactors_events_total{source="feed",type="hello"}"""].ShouldNotBeNull().ShouldBeGreaterThan(1);
    }

    private static bool Shows(PanelObject? status, JsonObject? panels) =>
        status is not null && JsonNode.DeepEquals(JsonNode.Parse(status.ToString()), panels);

    private static Task<PanelState> UntilLine(Daemon daemon, string panel, int line) =>
        daemon.UntilPanel(
            panel, string.Create(CultureInfo.InvariantCulture, $"{{\"hash\":\"h{line}\",\"title\":\"T\",\"lines\":[\"{line}\"]}}"));
}
