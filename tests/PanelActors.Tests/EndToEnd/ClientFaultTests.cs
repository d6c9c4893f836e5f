using System.Net;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Requests that are at fault themselves.</summary>
public sealed class ClientFaultTests : IAsyncLifetime, IDisposable
{
    private const string Post = "POST /api/stores/feed/request-full HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly TemporaryFolder _folder = new();
    private Daemon _daemon = null!;

    private static string Chunks => string.Concat(Enumerable.Repeat($"2000\r\n{new string('x', 0x2000)}\r\n", 9));

    public static TheoryData<string, int, bool> Faults => new()
    {
        { $"{Post}Content-Length: 70000\r\n\r\n{new string('x', 70_000)}", 413, true },
        { $"{Post}Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, true },
        { $"{Post}Transfer-Encoding: chunked\r\n\r\n{Chunks}0\r\n\r\n", 413, true },
        { $"{Post}Content-Length: 4\r\nContent-Type: application/json\r\n\r\noops", 400, true },
        { $"{Post}Content-Length: 4\r\nContent-Type: text/plain\r\n\r\noops", 415, true },
        { $"{Post}Content-Length: 100\r\n\r\n{{", 408, true },
        { $"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('x', 40_000)}\r\n\r\n", 431, false },
        { "GET /\r\n\r\n", 400, false },
        { "rubbish\r\n\r\n", 400, false },
        { "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505, false },
        { $"GET /{new string('x', 9_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, false },
    };

    public async Task InitializeAsync() => _daemon = await Daemon.Reading(
        _upstream, ("Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond", "100000"),
        ("Kestrel:Limits:MinRequestBodyDataRate:GracePeriod", "00:00:01.100"),
        ("Serilog:WriteTo:2:Name", "File"), ("Serilog:WriteTo:2:Args:path", Path.Combine(_folder.Path, "all.log")));

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_of_the_client_is_answered_and_takes_one_line_of_the_log(string request, int status, bool reachesApi)
    {
        var answer = await RawExchange.Send(_daemon.Http.BaseAddress!, request);
        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        if (reachesApi)
        {
            answer.ShouldContain("Content-Type: application/problem+json");
            var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
            ((string?)JsonNode.Parse(body[body.IndexOf('{')..(body.LastIndexOf('}') + 1)])!["detail"]).ShouldNotBeNullOrEmpty();
        }

        for (var again = 0; again < 3 && status != 408; again++) await RawExchange.Send(_daemon.Http.BaseAddress!, request);
        var lines = Log();
        lines.Count(line => line.Contains("Refused ", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(1);
        lines.ShouldAllBe(
            line => !line.StartsWith("   ", StringComparison.Ordinal) && !line.Contains("Exception", StringComparison.Ordinal));
        _daemon.LoggedWarnings().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_good_http_is_counted()
    {
        await RawExchange.Send(_daemon.Http.BaseAddress!, "rubbish\r\n\r\n");
        await RawExchange.Send(_daemon.Http.BaseAddress!, $"{Post}Transfer-Encoding: chunked\r\n\r\nzz\r\n");
        await _daemon.UntilMetric("""panelactors_http_refused_total{reason="bad_request"}""", 2);
    }

    [Fact]
    public async Task A_method_that_is_not_allowed_is_answered_with_those_that_are()
    {
        using var answer = await _daemon.Http.DeleteAsync("/api/snapshot");
        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["GET", "HEAD"], ignoreOrder: true);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Allow");
    }

    [Fact]
    public async Task The_configured_bound_of_a_body_wins()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Kestrel:Limits:MaxRequestBodySize", "10"));
        // A connection each: one whose body was left unread is closed after the answer, perhaps only when the next request is on its way.
        foreach (var (type, status) in new[] { ("text/plain", 415), ("application/json", 413) })
        {
            var answer = await RawExchange.Send(
                daemon.Http.BaseAddress!, $"{Post}Content-Length: 28\r\nContent-Type: {type}\r\n\r\n{{\"reason\":\"too long by now\"}}");
            answer.ShouldStartWith($"HTTP/1.1 {status} ");
        }
    }

    private string[] Log()
    {
        using var file = new StreamReader(new FileStream(
            Path.Combine(_folder.Path, "all.log"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
