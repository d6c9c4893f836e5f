using System.Net;
using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>HTTP clients that do not do their part.</summary>
internal static class HttpClientFaults
{
    private const string Page = "HTTP clients | ";
    private const string Refused = "http_refused_total";

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        new("connections", "More connections come than there may be.",
            [Page + "more connections than `ClientLimits.Connections`, or than the file limit leaves"], ConnectAsync)
        {
            IsAlone = true, IsShort = true,
            Configure = static (_, section) => section["ClientLimits"] = new JsonObject { ["Connections"] = 20 },
        },
        new("slow-reader", "A client asks for a large snapshot and does not read it.",
            [Page + "a reader of a large snapshot does not read"], SlowAsync)
        {
            IsAlone = true,
            Promise = new() { Detect = TimeSpan.FromSeconds(10) },
            Configure = static (_, section) =>
                section["Limits"] = new JsonObject { ["MaxEventBytes"] = 33554432, ["MaxStateBytes"] = 67108864 },
        },
        Answered("bad-requests", "Clients send something else than HTTP, a giant head, a body that is too large, and bad chunks.",
            "a body that is too large, too slow, cut off, in bad chunks; a head that is too large; something else than HTTP",
            "bad_request", BadAsync),
        Answered("foreign-host", "A request is for another host.",
            "a request for a host that is not ours (DNS rebinding; a name that is not configured)", "host", HostAsync),
        Answered("foreign-page", "A page of another site asks for a change.",
            "a page of another site asks for something to be changed", "origin", OriginAsync),
        Answered("https-proxy", "A proxy with https does not say so, and then does.",
            "the page's own calls get 403 behind a proxy with https", "origin", ProxyAsync) with
        {
            Configure = static (_, section) => section["KnownProxies"] = new JsonArray("127.0.0.1"),
        },
        Answered("repeated-call", "A script repeats a call without end.",
            "an operator or a script repeats a call without end", "cooldown", RepeatAsync),
    ];

    private static DrillFault Answered(string name, string causes, string row, string reason, Func<DrillScene, Task> send) =>
        new(name, causes, [Page + row], async scene =>
        {
            await scene.NoteAsync(Refused, $"reason=\"{reason}\"");
            scene.Cause();
            await send(scene);
            await scene.CountedAsync(Refused, $"reason=\"{reason}\"");
            scene.Check(scene.Lines("   at ") == 0, "there is a stack trace in the log");
            await scene.EndAsync();
        })
        {
            IsAlone = true,
        };

    private static async Task ConnectAsync(DrillScene scene)
    {
        await scene.NoteAsync(Refused, "reason=\"connections\"");
        await scene.NoteAsync("reconnects_total");
        var clients = new List<RawClient>();
        scene.Cause();
        for (var n = 0; n < 40; n++) clients.Add(await RawClient.ConnectAsync(scene.View.Address, scene.Token));
        await scene.LoggedAsync("WRN", "connections");
        await using (var one = await RawClient.GetAsync(scene.View.Address, "/health/live", scene.Token))
        {
            scene.Check((await one.LineAsync(scene.Token))?.Contains("503", StringComparison.Ordinal) == true,
                "the surplus did not get 503");
        }

        scene.Seen();
        foreach (var client in clients) await client.DisposeAsync();
        await scene.EndAsync();
        await scene.BackAsync("counted", async () => await scene.CountAsync(Refused, "reason=\"connections\"") > 0);
        scene.Check(await scene.CountAsync("reconnects_total") == 0, "the feed's connection did not stay");
    }

    private static async Task SlowAsync(DrillScene scene)
    {
        await scene.NoteAsync(Refused, "reason=\"slow_reader\"");
        scene.Feed.IsExact = false;
        await scene.Feed.SendAsync(
            FeedText.Event("panel_diff", null, scene.Feed.Generation, $"{{\"diff\":{{\"large\":\"{new string('l', 16_000_000)}\"}}}}"),
            fresh: true);
        await scene.BackAsync("a large snapshot", async () =>
            (long?)(await scene.View.StoreAsync(scene.Name, scene.Token))?["size_bytes"] > 10_000_000);
        scene.Cause();
        await using (await RawClient.GetAsync(scene.View.Address, $"/api/stores/{scene.Name}/snapshot", scene.Token, buffer: 4096))
            await scene.CountedAsync(Refused, "reason=\"slow_reader\"");
        await scene.Feed.BaselineAsync();
        await scene.EndAsync();
    }

    private static async Task BadAsync(DrillScene scene)
    {
        var post = $"POST /api/stores/{scene.Name}/request-full HTTP/1.1\r\nHost: {scene.View.Address.Authority}\r\n"
            + "Content-Type: application/json\r\n";
        string[] requests =
        [
            "\u0001\u0002\u0003\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: {scene.View.Address.Authority}\r\nX-Large: {new string('h', 200_000)}\r\n\r\n",
            $"{post}Content-Length: 100000\r\n\r\n{new string('b', 100_000)}",
            $"{post}Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        ];
        foreach (var request in requests)
        {
            await using var client = await RawClient.ConnectAsync(scene.View.Address, scene.Token);
            try
            {
                await client.SendAsync(request, scene.Token);
            }
            catch (IOException)
            {
                // It was cut before all of it was sent, which is an answer as well.
            }

            var line = await client.LineAsync(scene.Token);
            scene.Check(line is null || line.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), $"it was answered {line}");
        }

        await scene.LoggedAsync("Refused");
    }

    private static async Task HostAsync(DrillScene scene)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stores");
        request.Headers.Host = "rebound.example";
        await AnsweredAsync(scene, request, HttpStatusCode.MisdirectedRequest);
        await scene.LoggedAsync("rebound.example");
    }

    private static async Task OriginAsync(DrillScene scene)
    {
        using var request = Ask(scene, "http://elsewhere.example");
        await AnsweredAsync(scene, request, HttpStatusCode.Forbidden);
        await scene.LoggedAsync("elsewhere.example");
    }

    private static async Task ProxyAsync(DrillScene scene)
    {
        var origin = $"https://{scene.View.Address.Authority}";
        using var silent = Ask(scene, origin);
        await AnsweredAsync(scene, silent, HttpStatusCode.Forbidden);
        using var proper = Ask(scene, origin);
        proper.Headers.Add("X-Forwarded-Proto", "https");
        await AnsweredAsync(scene, proper, HttpStatusCode.Accepted);
    }

    private static async Task RepeatAsync(DrillScene scene)
    {
        using var first = Ask(scene, null);
        await AnsweredAsync(scene, first, HttpStatusCode.Accepted);
        using var second = Ask(scene, null);
        await AnsweredAsync(scene, second, HttpStatusCode.TooManyRequests);
    }

    private static HttpRequestMessage Ask(DrillScene scene, string? origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/stores/{scene.Name}/request-full");
        if (origin is not null) request.Headers.Add("Origin", origin);
        return request;
    }

    private static async Task AnsweredAsync(DrillScene scene, HttpRequestMessage request, HttpStatusCode expected)
    {
        var status = await scene.View.StatusAsync(request, scene.Token);
        scene.Check(status == expected, $"it was answered {(int)status}, not {(int)expected}");
    }
}
