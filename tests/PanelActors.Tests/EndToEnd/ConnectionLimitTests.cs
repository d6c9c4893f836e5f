using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>More connections than the process can have.</summary>
public sealed class ConnectionLimitTests : IDisposable
{
    private const string Ask = "GET /api/snapshot HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private const string Refused = """panelactors_http_refused_total{reason="connections"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_may_open_1024_files_lives_through_1100_idle_connections_and_its_source_with_it()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var program = DaemonProcess.StartWithFiles(
            1024, _folder.Path, "run", "--urls", "http://127.0.0.1:0", "--source", $"feed={upstream.Url}");
        using var http = await program.ClientAsync();
        using var feed = await upstream.NextStream(Sse.Full(1, 5, """{"p":1}"""));
        await UntilPanel(http, 1);

        var idle = await Task.WhenAll(Enumerable.Range(0, 1_100).Select(_ => RawExchange.Connect(http.BaseAddress!)));
        await UntilRefused(http, atLeast: 500);
        var answer = await UntilAnswer(http.BaseAddress!, "HTTP/1.1 503 ");
        answer.ShouldContain("Connection: close\r\n");
        answer.ShouldContain("Retry-After: ");
        answer.ShouldContain("Content-Type: application/problem+json\r\n");
        ((int)JsonNode.Parse(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])!["status"]!).ShouldBe(503);

        // The source finds files for a new connection, and the connection that was there first is served on.
        await feed.Close();
        using var again = await upstream.NextStream(Sse.Full(2, 6, """{"p":2}"""));
        await UntilPanel(http, 2);

        foreach (var socket in idle) socket.Dispose();
        await UntilAnswer(http.BaseAddress!, "HTTP/1.1 200 ");
        await program.TerminateAsync();
        (await program.EndAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task The_bound_can_be_configured_and_what_is_closed_makes_room()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, ("ClientLimits:Connections", "3"));
        (await daemon.Metrics())[Refused].ShouldBe(0);
        using var first = await RawExchange.Connect(daemon.Http.BaseAddress!);
        using (await RawExchange.Connect(daemon.Http.BaseAddress!))
        {
            (await UntilAnswer(daemon.Http.BaseAddress!, "HTTP/1.1 503 ")).ShouldContain("X-Content-Type-Options: nosniff");
        }

        await UntilAnswer(daemon.Http.BaseAddress!, "HTTP/1.1 200 ");
        (await daemon.Metrics())[Refused].ShouldNotBeNull().ShouldBeGreaterThan(0);
        daemon.LoggedWarnings().ShouldHaveSingleItem().ShouldContain("There are 3 connections");
    }

    [Fact]
    public async Task The_web_servers_own_bound_counts_as_well()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, ("Kestrel:Limits:MaxConcurrentConnections", "1"));
        using var first = await RawExchange.Connect(daemon.Http.BaseAddress!);
        await UntilAnswer(daemon.Http.BaseAddress!, "HTTP/1.1 503 ");
    }

    [Fact]
    public async Task Hundreds_that_neither_read_nor_close_are_closed_by_the_daemon()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, ("ClientLimits:Connections", "1"));
        await daemon.Metrics();
        var surplus = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => RawExchange.Connect(daemon.Http.BaseAddress!)));
        foreach (var answer in await Task.WhenAll(surplus.Select(RawExchange.ReadToEnd))) answer.ShouldStartWith("HTTP/1.1 503 ");
        foreach (var socket in surplus) socket.Dispose();
    }

    private static async Task<string> UntilAnswer(Uri server, string start)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        string answer;
        do answer = await RawExchange.Send(server, Ask);
        while (!answer.StartsWith(start, StringComparison.Ordinal) && !patience.IsCancellationRequested);
        answer.ShouldStartWith(start);
        return answer;
    }

    private static async Task UntilPanel(HttpClient http, int value)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while ((int?)JsonNode.Parse(await http.GetStringAsync("/api/snapshot", patience.Token))!["p"] != value)
        {
            // Not yet.
        }
    }

    private static async Task UntilRefused(HttpClient http, int atLeast)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!(new Scrape(await http.GetStringAsync("/metrics", patience.Token))[Refused] >= atLeast))
        {
            // Not yet.
        }
    }
}
