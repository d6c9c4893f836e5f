using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using PanelActors.Recording;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The recorder of a whole daemon, and what is made of its recordings.</summary>
public sealed class RecorderTests
{
    [Theory]
    [InlineData("summary-updates")]
    [InlineData("panels")]
    public async Task A_real_feed_is_recorded_and_comes_to_the_same_panels_in_a_replay(string sample)
    {
        using var folder = new TemporaryFolder();
        await using var upstream = ScriptedUpstream.Start();
        string hash;
        await using (var daemon = await Daemon.Reading(upstream, Recorder(folder)))
        {
            using var stream = await upstream.NextStream();
            // With pauses, so that it comes in many reads.
            foreach (var part in Summary.Sample(sample).Split("\n\n").Chunk(3))
                await stream.Send(string.Concat(part.Select(static text => text + "\n\n")));
            await daemon.Until(static state => state.Status is not null, "panels");
            await stream.Close();
            using var again = await upstream.NextStream(Sse.Full(7, 1, """{"p":1,"q":{"r":[1,2]}}""") + Sse.Diff(8, 1, """{"p":2}"""));
            await daemon.UntilPanel("p", "2");
            await daemon.UntilMetric("panelactors_recording_lost_total{source=\"feed\"}", 0);
            hash = await HashOf(daemon);
        }

        var recording = Path.Combine(folder.Path, "feed");
        var report = Verified(recording);
        (report.Gaps, report.Mismatches, report.Connections >= 2).ShouldBe((0, 0, true));
        await using var replaying = await Daemon.Start(("Sources:0:Name", "again"), ("Sources:0:Url", $"replay:{recording}?speed=max"));
        await replaying.UntilPanel("p", "2");
        (await HashOf(replaying)).ShouldBe(hash);
        (await replaying.Json("/api/stores"))[0]!["replay"].ShouldNotBeNull();
        (await replaying.Snapshot())["panel_push_meta"]!["replay"].ShouldNotBeNull();
        // What reads that relay shows a replay too.
        await using var far = await Daemon.Start(
            ("Sources:0:Name", "far"), ("Sources:0:Url", new Uri(replaying.Http.BaseAddress!, "/events").ToString()));
        await far.UntilPanel("p", "2");
        (await HashOf(far)).ShouldBe(hash);
        (await far.Json("/api/stores"))[0]!["replay"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_fault_of_a_feed_is_recorded_and_comes_to_the_same_events_drops_and_panels_in_a_replay()
    {
        using var folder = new TemporaryFolder();
        var feeds = new Dictionary<string, string>
        {
            ["panels"] = "drop:17,close:29,badjson:11,generation:13,incomplete:19,silence:40,refuse:23,old:7&full_every=31",
            ["summary"] = "drop:41,close:61,badjson:17,incomplete:23,silence:47,refuse:31&dialect=summary",
        };
        await using (var daemon = await Daemon.Start([
            .. feeds.SelectMany((feed, i) => Source(i, feed.Key, $"simulator:?interval=00:00:00.020&fault={feed.Value}")),
            .. Recorder(folder)]))
        {
            foreach (var feed in feeds.Keys)
            {
                await daemon.UntilMetric(
                    $"panelactors_reconnects_total{{source=\"{feed}\",reason=\"http_503\"}}", static count => count >= 2);
            }
        }

        using var again = new TemporaryFolder();
        await using (var replaying = await Daemon.Start([
            .. feeds.Keys.SelectMany((feed, i) => Source(i, feed, $"replay:{Path.Combine(folder.Path, feed)}?speed=max")),
            .. Recorder(again)]))
        {
            await replaying.UntilAnswer("/api/stores", static sources => sources.AsArray().All(
                static source => (string?)source!["connection"] == "stopped"));
        }

        foreach (var feed in feeds.Keys)
        {
            var (recorded, replayed) = (Verified(Path.Combine(folder.Path, feed)), Verified(Path.Combine(again.Path, feed)));
            recorded.Unapplied.Keys.ShouldContain("unknown bad_json");
            recorded.Unapplied.Keys.Contains("panel_diff generation_mismatch").ShouldBe(feed == "panels");
            recorded.Connections.ShouldBeGreaterThan(4);
            replayed.Hash.ShouldBe(recorded.Hash.ShouldNotBeNull());
            (replayed.Bytes, replayed.Gaps, replayed.Mismatches).ShouldBe((recorded.Bytes, 0, 0));
            replayed.Events.ShouldBe(recorded.Events);
            replayed.Unapplied.ShouldBe(recorded.Unapplied);
        }
    }

    [Fact]
    public async Task The_snapshot_of_a_moment_is_what_was_shown_then_also_of_composites()
    {
        using var folder = new TemporaryFolder();
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Start([
            ("Sources:0:Name", "feed"), ("Sources:0:Url", upstream.Url.ToString()), ("Composites:0:Name", "all"),
            ("Composites:0:Members:0", "feed"), ("Composites:0:Merge", "Namespace"), .. Recorder(folder)]);
        using var stream = await upstream.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        await daemon.UntilAnswer("/api/stores/feed/snapshot", static answer => (int?)answer["p"] == 1);
        var then = await ThenFrom(daemon);
        await stream.Send(Sse.Diff(2, 1, """{"p":2}"""));
        await daemon.UntilAnswer("/api/stores/feed/snapshot", static answer => (int?)answer["p"] == 2);

        var past = await daemon.Json($"/api/stores/feed/snapshot?at={then}");
        ((int?)past["p"], (string?)past["panel_push_meta"]!["at"]!.ToJsonString()).ShouldBe((1, then));
        ((string?)past["panel_push_meta"]!["sse_heartbeat"]!["health"]).ShouldBe("ok");
        ((int?)(await daemon.Json($"/api/stores/all/snapshot?at={then}"))["feed"]!["p"]).ShouldBe(1);
        ((int?)(await daemon.Json($"/api/snapshot?at={await ThenFrom(daemon)}"))["feed"]!["p"]).ShouldBe(2);
        (await daemon.Snapshot())["panel_push_meta"]!["at"].ShouldBeNull();

        using var before = await daemon.Http.GetAsync("/api/stores/feed/snapshot?at=2001-01-01T00:00:00Z");
        before.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        JsonNode.Parse(await before.Content.ReadAsStringAsync())!["covered"]!.AsArray().ShouldHaveSingleItem();
        foreach (var wrong in new[] { "", "x", "4000000000", "1&at=2" })
            await daemon.ShouldAnswer($"/api/stores/feed/snapshot?at={wrong}", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Without_a_recorder_there_is_no_past()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var stream = await upstream.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        await daemon.ShouldAnswer($"/api/snapshot?at={await ThenFrom(daemon)}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_second_daemon_at_the_same_folder_records_nothing_and_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, Recorder(folder));
        using var stream = await upstream.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        await using var other = await Daemon.Reading(upstream, Recorder(folder));
        using var second = await upstream.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        await other.UntilPanel("p", "1");
        using var limit = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!other.LoggedWarnings().Any(static line => line.Contains("cannot be written")))
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        Directory.GetFiles(Path.Combine(folder.Path, "feed")).ShouldHaveSingleItem();
    }

    private static (string, string)[] Recorder(TemporaryFolder folder) => [("Recorder:Enabled", "true"), ("Recorder:Path", folder.Path)];

    private static (string, string)[] Source(int index, string name, string url) =>
    [
        ($"Sources:{index}:Name", name), ($"Sources:{index}:Url", url), ($"Sources:{index}:Reconnect:IdleTimeout", "00:00:05"),
        ($"Sources:{index}:Reconnect:MinBackoff", "00:00:00.050"), ($"Sources:{index}:Reconnect:MaxBackoff", "00:00:00.200"),
    ];

    private static RecordingReport Verified(string recording)
    {
        var report = new RecordingReport();
        foreach (var record in RecordingFiles.Read(RecordingFiles.Of(recording), static fault => throw fault)) report.Add(record);
        return report;
    }

    private static async Task<string> HashOf(Daemon daemon) =>
        (await daemon.Snapshot())["panel_push_meta"]!["panel_hashes"]!.ToJsonString();

    // Later than all that has been shown, and before all that is sent from now on.
    private static async Task<string> ThenFrom(Daemon daemon)
    {
        await daemon.Snapshot();
        var now = DateTimeOffset.UtcNow;
        while (DateTimeOffset.UtcNow - now < TimeSpan.FromMilliseconds(2)) await Task.Yield();
        return ((now.ToUnixTimeMilliseconds() + 1) / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
    }
}
