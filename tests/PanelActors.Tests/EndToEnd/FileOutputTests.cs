using System.Diagnostics;
using System.Text.Json.Nodes;
using PanelActors.Hosting.Cli;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Snapshots in files, from the feed to the disk.</summary>
[Collection(AloneCollection.Name)]
public sealed class FileOutputTests : IAsyncLifetime, IDisposable
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    private Daemon? _daemon;
    private ScriptedConnection? _feed;

    public FileOutputTests() => _path = Path.Combine(_folder.Path, "out", "feed.json");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_daemon is not null) await _daemon.DisposeAsync();
        _feed?.Dispose();
        await _upstream.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_file_is_what_the_API_answers()
    {
        await Start();
        await _feed!.Send(Sse.Full(1, 3, """{"indices":{"NIFTY":1.50},"text":"é\u0000\n"}""") + Sse.Counts(2, 1, 2, 3));
        await UntilFile(shown => shown["adaptive_stream"]!["severity_counts"] is not null);
        var answer = await _daemon!.Http.GetStringAsync("/api/snapshot");
        WithoutAge(File.ReadAllText(_path)).ShouldBe(WithoutAge(answer));
    }

    [Fact]
    public async Task Changes_arrive_and_the_health_goes_down_with_the_age_of_the_data()
    {
        await Start(("Freshness:WarnAfter", "00:00:00.300"), ("Freshness:StaleAfter", "00:00:00.600"), ("Freshness:Tick", "00:00:00.050"));
        await _feed!.Send(Sse.Full(1, 1, """{"p":1}"""));
        await UntilFile(shown => (int?)shown["p"] == 1);
        await UntilFile(shown => Health(shown) == "stale");
        await _feed.Send(Sse.Diff(2, 1, """{"p":2}"""));
        await UntilFile(shown => (int?)shown["p"] == 2);
    }

    [Fact]
    public async Task An_unknown_age_is_null_in_the_file_and_in_the_snapshot()
    {
        await Start(
            ("Sources:1:Name", "never"), ("Sources:1:Url", "http://127.0.0.1:1/"), ("Sources:1:Required", "false"),
            ("Outputs:Files:0:Store", "desk"),
            ("Composites:0:Name", "desk"), ("Composites:0:Members:0", "feed"), ("Composites:0:Members:1", "never"),
            ("Composites:0:Merge", "namespace"),
            ("Default", "desk"));
        await _feed!.Send(Sse.Full(1, 1, """{"p":1}"""));
        var shown = await UntilFile(shown => shown["feed"]?["p"] is not null);
        Beat(shown).ShouldBe("""{"last_evt":null,"last_full":null,"last_diff":null,"stale_sec":null,"health":"stale"}""");
        shown["panel_push_meta"]!["members"]!["never"]!["stale_sec"].ShouldBeNull();
        Beat(await _daemon!.Snapshot()).ShouldBe(Beat(shown));

        var (output, error) = (new StringWriter(), new StringWriter());
        (await CommandLine.InvokeAsync(["snapshot", "--url", _daemon.Http.BaseAddress!.ToString()], output, error))
            .ShouldBe(0, error.ToString());
        Beat(JsonNode.Parse(output.ToString())!).ShouldBe(Beat(shown));

        static string Beat(JsonNode snapshot) => snapshot["panel_push_meta"]!["sse_heartbeat"]!.ToJsonString();
    }

    [Fact]
    public async Task It_is_written_no_more_often_than_it_may_be()
    {
        await Start(("Outputs:Files:0:MinInterval", "00:00:00.200"));
        var watch = Stopwatch.StartNew();
        await _feed!.Send(Sse.Full(1, 1, """{"p":0}"""));
        for (var i = 1; i <= 500; i++) await _feed.Send(Sse.Diff(i + 1, 1, $$"""{"p":{{i}}}"""));
        await UntilFile(shown => (int?)shown["p"] == 500);
        var most = 2 + watch.Elapsed / TimeSpan.FromMilliseconds(200);
        (await _daemon!.Metrics())[$"panelactors_file_writes_total{{output=\"{_path}\"}}"].ShouldNotBeNull()
            .ShouldBeLessThanOrEqualTo(most);
    }

    [Fact]
    public async Task What_changes_nothing_is_not_written()
    {
        await Start();
        await _feed!.Send(Sse.Full(1, 1, """{"p":1}""") + Sse.Envelope(2, "followup_alert", """{"message":"m","ts":1690000000}"""));
        await UntilFile(shown => shown["adaptive_stream"]!["followup_alerts"] is not null);
        var written = File.ReadAllText(_path);
        await _feed.Send(
            Sse.Comment() + Sse.Envelope(3, "followup_alert", """{"message":"m","ts":1690000000}""")
            + Sse.Event(4, """{"type":"else","payload":{}}"""));
        await _daemon!.UntilMetric("""panelactors_events_dropped_total{source="feed",type="unknown",reason="unknown"}""", 1);
        File.ReadAllText(_path).ShouldBe(written);
    }

    [Fact]
    public async Task A_folder_in_its_place_is_counted_and_recovered_from_and_nothing_else_suffers()
    {
        await Start();
        await UntilFile(_ => true);
        File.Delete(_path);
        Directory.CreateDirectory(Path.Combine(_path, "full"));
        await _feed!.Send(Sse.Full(1, 1, """{"p":1}"""));
        await _daemon!.UntilPanel("p", "1");
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!((await _daemon.Metrics())[$"panelactors_file_failures_total{{output=\"{_path}\"}}"] > 0))
            patience.Token.ThrowIfCancellationRequested();
        Directory.Delete(_path, recursive: true);
        await UntilFile(shown => (int?)shown["p"] == 1);
        // It is counted before it is logged, and both are done when the next write succeeds.
        _daemon.LoggedWarnings().Count(line => line.Contains("cannot be written", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_base_is_enriched_with_what_is_known_of_the_store()
    {
        var status = _folder.Write("status.json", """{"mine":{"a":1}}""");
        await Start(("Outputs:Files:0:Base", status));
        await _feed!.Send(Sse.Full(1, 7, """{"p":1}""") + Sse.Counts(2, 1, 2, 3));
        var shown = await UntilFile(shown => shown["adaptive_stream"]!["severity_counts"] is not null);
        shown["p"].ShouldBeNull();
        shown["mine"]!.ToJsonString().ShouldBe("""{"a":1}""");
        ((int)shown["panel_push_meta"]!["panel_generation"]!).ShouldBe(7);

        _folder.Write("status.json", """{"mine":{"a":2}}""");
        await UntilFile(shown => shown["mine"]!.ToJsonString() == """{"a":2}""");
    }

    [Fact]
    public async Task A_store_that_is_replaced_by_an_edit_is_followed()
    {
        await using var other = ScriptedUpstream.Start();
        (string, string)[] keys = [("Sources:0:Name", "feed"), .. Output];
        _daemon = await Daemon.StartFromFile([.. keys, ("Sources:0:Url", _upstream.Url.ToString())]);
        await Accept(_upstream);
        await _feed!.Send(Sse.Full(1, 1, """{"p":1}"""));
        await UntilFile(shown => (int?)shown["p"] == 1);

        await _daemon.Edit([.. keys, ("Sources:0:Url", other.Url.ToString())]);
        await Accept(other);
        await _feed!.Send(Sse.Full(1, 1, """{"p":2}"""));
        await UntilFile(shown => (int?)shown["p"] == 2);
        await _feed.Send(Sse.Diff(2, 1, """{"p":3}"""));
        await UntilFile(shown => (int?)shown["p"] == 3);
        _daemon.LoggedWarnings().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_state_is_written_at_the_stop()
    {
        await Start(("Outputs:Files:0:MinInterval", "01:00:00"));
        await UntilFile(_ => true);
        await _feed!.Send(Sse.Full(1, 1, """{"p":1}"""));
        await _daemon!.UntilPanel("p", "1");
        JsonNode.Parse(File.ReadAllText(_path))!["p"].ShouldBeNull();
        await _daemon.DisposeAsync();
        _daemon = null;
        ((int)JsonNode.Parse(File.ReadAllText(_path))!["p"]!).ShouldBe(1);
    }

    private (string, string)[] Output =>
        [("Outputs:Files:0:Store", "feed"), ("Outputs:Files:0:Path", _path), ("Outputs:Files:0:MinInterval", "00:00:00.010")];

    private async Task Start(params (string Key, string Value)[] more)
    {
        _daemon = await Daemon.Reading(_upstream, [.. Output, .. more]);
        await Accept(_upstream);
    }

    private async Task Accept(ScriptedUpstream upstream)
    {
        _feed?.Dispose();
        _feed = await upstream.NextStream();
    }

    private async Task<JsonNode> UntilFile(Func<JsonNode, bool> isLike)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        var text = "";
        while (!patience.IsCancellationRequested)
        {
            if (File.Exists(_path))
            {
                text = File.ReadAllText(_path);
                var shown = JsonNode.Parse(text)!;
                if (isLike(shown)) return shown;
            }

            await Task.Delay(5);
        }

        throw new TimeoutException($"The file never came to this. It has {text}");
    }

    private static string Health(JsonNode shown) => (string)shown["panel_push_meta"]!["sse_heartbeat"]!["health"]!;

    private static string WithoutAge(string json)
    {
        const string Age = "\"stale_sec\":";
        var start = json.IndexOf(Age, StringComparison.Ordinal) + Age.Length;
        return json.Remove(start, json.IndexOf(',', start) - start);
    }
}
