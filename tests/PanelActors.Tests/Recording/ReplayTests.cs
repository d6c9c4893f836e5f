using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Recording;
using PanelActors.Sources;
using PanelActors.Sources.Http;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Recording;

/// <summary>A recording served as a feed.</summary>
[SuppressMessage("Design", "CA1001", Justification = "DisposeAsync disposes of them.")]
public sealed class ReplayTests : IAsyncLifetime
{
    private static readonly string First = Sse.Full(1, 5, """{"p":1}""") + Sse.Diff(2, 5, """{"p":2}""") + "id: 3\nda";
    private static readonly string Second = Sse.Diff(3, 5, """{"p":3}""") + Sse.Counts(4, 1, 2, 3);

    private readonly RecordedFeed _feed = new();
    private readonly HttpClient _http = new() { Timeout = ScriptedUpstream.Patience };
    private ReplayServer? _server;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _http.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        await _feed.DisposeAsync();
    }

    [Fact]
    public async Task It_sends_the_bytes_as_they_came_and_ends_where_the_connections_ended()
    {
        await Record();
        await Serve(double.PositiveInfinity);
        using (var first = await Get(null))
        {
            first.Headers.GetValues(ReplayHeader.Name).Single().ShouldStartWith("at=1");
            (await Read(first, First.Length)).ShouldBe(First);
            await Should.ThrowAsync<HttpIOException>(async () => await ReadAll(first), "the recorded connection broke");
        }

        using (var second = await Get("2"))
        {
            (await ReadAll(second)).ShouldBe(Second, "with its end");
        }

        await _server!.Over.WaitAsync(ScriptedUpstream.Patience);
        using var late = await Get("4");
        late.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var post = await _http.PostAsync(_server.Address, null);
        post.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_client_that_joins_where_it_has_nothing_begins_with_the_state_there()
    {
        await Record();
        await Serve(double.PositiveInfinity);
        using (var first = await Get(null)) await Read(first, First.Length);
        // The recorded connection went on after event 2; this client has none.
        using var second = await Get(null);
        var text = await ReadAll(second);
        text.ShouldStartWith("id: 2\nevent: panel_full\ndata: ");
        text.ShouldContain("""{"type":"panel_full","payload":{"status":{"p":2}},"generation":5,"age_seconds":0.""");
        text.ShouldEndWith(Second);
    }

    [Fact]
    public async Task It_begins_where_it_is_asked_to()
    {
        await Record();
        var from = RecordingFiles.Read(SegmentName.In(_feed.Folder), static fault => throw fault)
            .Where(static record => record is PanelActors.Recording.Record.Item { What: SourceItem.Started }).ElementAt(1).At;
        _server = await ReplayServer.StartAsync(
            new ReplaySettings(_feed.Folder, double.PositiveInfinity, from), null, TimeProvider.System, NullLoggerFactory.Instance,
            CancellationToken.None);
        using var only = await Get("2");
        (await ReadAll(only)).ShouldBe(Second);
    }

    [Fact]
    public async Task Another_life_of_the_daemon_is_another_connection_though_it_counts_from_one_again()
    {
        using var folder = new TemporaryFolder();
        // The first was killed in the middle of an event.
        Segments.Write(folder.Path, Segments.At(0), Segments.Started(0, 1), Segments.Read(1, 1, Sse.Full(1, 5, "{\"p\":1}") + "id: 2\nda"));
        Segments.Write(folder.Path, Segments.At(60), Segments.Started(60, 1), Segments.Read(61, 1, Second), Segments.Ended(62, 1));
        await Serve(double.PositiveInfinity, folder.Path);
        using (var first = await Get(null))
        {
            await Should.ThrowAsync<HttpIOException>(async () => await ReadAll(first));
        }

        using var second = await Get("1");
        (await ReadAll(second)).ShouldBe(Second);

        using var output = new MemoryStream();
        RecordingExport.WriteNdjson(RecordingFiles.Read(SegmentName.In(folder.Path), static fault => throw fault), output);
        Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_client_that_joins_in_a_pause_gets_data_as_old_as_the_pause_makes_it()
    {
        using var folder = new TemporaryFolder();
        Segments.Write(
            folder.Path, Segments.At(0), Segments.Started(0, 1), Segments.Read(0, 1, Sse.Full(1, 5, "{\"p\":1}")),
            Segments.Read(60, 1, Sse.Diff(2, 5, "{\"p\":2}")), Segments.Ended(61, 1));
        var time = new FakeTimeProvider();
        await Serve(1, folder.Path, time);
        using var first = await Get(null);
        await Read(first, Sse.Full(1, 5, "{\"p\":1}").Length);
        time.Advance(TimeSpan.FromSeconds(40));
        var asked = Get(null);
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!asked.IsCompleted)
        {
            // The replay looks for new clients every tenth of a second of its clock.
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Delay(1, patience.Token);
        }

        using var second = await asked;
        using var reader = new StreamReader(await second.Content.ReadAsStreamAsync(patience.Token));
        var text = "";
        while (!text.StartsWith("data: ", StringComparison.Ordinal)) text = (await reader.ReadLineAsync(patience.Token))!;
        var age = (double)JsonNode.Parse(text["data: ".Length..])!["age_seconds"]!;
        age.ShouldBeInRange(40, 60);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(0.5)]
    public async Task The_bytes_come_at_the_pace_of_the_recording_times_the_speed(double speed)
    {
        var (one, two) = (Sse.Full(1, 5, "{\"p\":1}"), Sse.Diff(2, 5, "{\"p\":2}"));
        using var folder = new TemporaryFolder();
        Segments.Write(
            folder.Path, Segments.At(0), Segments.Started(0, 1), Segments.Read(0, 1, one), Segments.Read(60, 1, two),
            Segments.Ended(61, 1));
        var time = new FakeTimeProvider();
        await Serve(speed, folder.Path, time);
        using var response = await Get(null);
        (await Read(response, one.Length)).ShouldBe(one);
        var began = time.GetUtcNow();
        var next = Read(response, two.Length);
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(0.5 / speed));
            // For the replay to look at the clock, and for what it writes to arrive.
            await Task.WhenAny(next, Task.Delay(5, patience.Token));
            patience.Token.ThrowIfCancellationRequested();
        }

        (await next).ShouldBe(two);
        ((time.GetUtcNow() - began) * speed).TotalSeconds.ShouldBeInRange(60, 90);
    }

    [Fact]
    public void A_report_counts_what_is_in_a_recording()
    {
        using var folder = new TemporaryFolder();
        var (one, two) = (Sse.Full(1, 5, "{\"p\":1}"), Sse.Diff(2, 4, "{\"p\":2}"));
        Segments.Write(
            folder.Path, Segments.At(0), Segments.Started(0, 1), Segments.Read(0, 1, one), Segments.Read(5, 1, two + two),
            Segments.Ended(6, 1, isBroken: true));
        Segments.Write(folder.Path, Segments.At(60), Segments.Started(60, 1), Segments.Read(61, 1, Second), Segments.Ended(62, 1));
        var report = new RecordingReport();
        foreach (var record in RecordingFiles.Read(SegmentName.In(folder.Path), static fault => throw fault)) report.Add(record);
        (report.Segments, report.Connections, report.Reads, report.Marks, report.Gaps, report.Mismatches).ShouldBe((2, 2, 3, 2, 0, 0));
        report.Bytes.ShouldBe(Encoding.UTF8.GetByteCount(one + two + two + Second));
        report.Unapplied.ShouldContainKeyAndValue("panel_diff generation_mismatch", 2);
        (report.First, report.Last, report.Source).ShouldBe((Segments.At(0), Segments.At(62), "feed"));
        report.Events["panel_full"].ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Nothing_is_played_while_no_client_is_there()
    {
        await Record();
        await Serve(1);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        _server!.Over.IsCompleted.ShouldBeFalse();
        using var first = await Get(null);
        (await Read(first, First.Length)).ShouldBe(First);
    }

    [Theory]
    [InlineData("replay:/a/b", "/a/b", 1.0)]
    [InlineData("replay:a%20b?speed=2.5", "a b", 2.5)]
    [InlineData("replay:x?speed=max&from=2026-01-31T09:15:00Z", "x", double.PositiveInfinity)]
    public void Addresses_say_what_is_replayed(string address, string file, double speed)
    {
        var settings = ReplaySettings.Parse(address, out var error).ShouldNotBeNull();
        (settings.File, settings.Speed, error).ShouldBe((file, speed, null));
    }

    [Theory]
    [InlineData("replay:?speed=1", "missing")]
    [InlineData("replay:x?speed=0", "speed must be")]
    [InlineData("replay:x?speed=-1", "speed must be")]
    [InlineData("replay:x?speed=NaN", "speed must be")]
    [InlineData("replay:x?from=yesterday", "from must be")]
    [InlineData("replay:x?loop=1", "unknown")]
    public void Other_addresses_are_refused_with_why(string address, string why)
    {
        ReplaySettings.Parse(address, out var error).ShouldBeNull();
        error.ShouldNotBeNull().ShouldContain(why);
    }

    private async Task Record()
    {
        await _feed.Connect([Encoding.UTF8.GetBytes(First)], breaks: true);
        await _feed.Connect([Encoding.UTF8.GetBytes(Second)], resumedAfter: "2");
        await _feed.End();
    }

    private async Task Serve(double speed, string? folder = null, TimeProvider? time = null) => _server = await ReplayServer.StartAsync(
        new ReplaySettings(folder ?? _feed.Folder, speed), null, time ?? TimeProvider.System, NullLoggerFactory.Instance,
        CancellationToken.None);

    private async Task<HttpResponseMessage> Get(string? position)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server!.Address, "any/path"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (position is not null) request.Headers.Add("Last-Event-ID", position);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<string> Read(HttpResponseMessage response, int bytes)
    {
        using var limit = new CancellationTokenSource(ScriptedUpstream.Patience);
        var buffer = new byte[bytes];
        await (await response.Content.ReadAsStreamAsync(limit.Token)).ReadExactlyAsync(buffer, limit.Token);
        return Encoding.UTF8.GetString(buffer);
    }

    private static async Task<string> ReadAll(HttpResponseMessage response)
    {
        using var limit = new CancellationTokenSource(ScriptedUpstream.Patience);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        return await reader.ReadToEndAsync(limit.Token);
    }
}
