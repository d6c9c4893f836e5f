using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Answers of a feed that are no event stream.</summary>
internal static class AnswerFaults
{
    private const string Page = "The network | ";
    private const string Busy = Page + "408, 425, 429, 5xx";
    private const string Rejected = Page + "401, 403, 404, other 4xx, HTML or another wrong content type";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        new("busy", "The feed answers 503, and Retry-After asks for two seconds.", [Busy], BusyAsync) { IsShort = true },
        Answer("too-many", "The feed answers 429.", Busy, "http_429", static connection => connection.AnswerAsync(429)),
        Answer("timeout", "The feed answers 408.", Busy, "http_408", static connection => connection.AnswerAsync(408)),
        Answer("not-found", "The feed answers 404.", Rejected, "http_404",
            static connection => connection.AnswerAsync(404)) with { IsShort = true },
        Answer("unauthorized", "The feed answers 401.", Rejected, "http_401", static connection => connection.AnswerAsync(401)),
        Answer("html", "The feed answers with a page of HTML.", Rejected, "bad_content_type",
            static connection => connection.AnswerAsync(200, "text/html", "<h1>Sign in</h1>")),
        new("no-content", "The feed answers 204; then the source is restarted.", [Page + "204"], NoContentAsync),
        new("redirect", "The feed redirects to another origin.", [Page + "redirect"], RedirectAsync)
        {
            Source = static (_, source) => source["Headers"] = new JsonObject { ["X-Drill"] = "s3cret" },
        },
    ];

    private static DrillFault Answer(string name, string causes, string row, string kind, Func<FeedConnection, Task> answer) =>
        new(name, causes, [row], async scene =>
        {
            await scene.NoteAsync("reconnects_total", $"reason=\"{kind}\"");
            scene.Feed.Script = Scripts.Of(answer);
            scene.Cause();
            await scene.Feed.CutAsync(reset: true);
            await scene.SaysAsync("last_error_kind", kind);
            await scene.SaysAsync("health", "warn");
            await scene.CountedAsync("reconnects_total", $"reason=\"{kind}\"");
            scene.Feed.Script = null;
            await scene.EndAsync();
        });

    private static async Task BusyAsync(DrillScene scene)
    {
        var times = new List<long>();
        scene.Feed.Script = Scripts.Of(connection =>
        {
            lock (times) times.Add(Stopwatch.GetTimestamp());
            return connection.AnswerAsync(503, moreHeaders: "Retry-After: 2\r\n");
        });
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.SaysAsync("last_error", "503");
        await scene.UntilAsync(RetryAfter * 2, () => Task.FromResult(times.Count > 1));
        scene.Check(
            times is [var first, var second, ..] && Stopwatch.GetElapsedTime(first, second) >= RetryAfter,
            "it came again before Retry-After, or not within twice of it");
        scene.Feed.Script = null;
        await scene.EndAsync();
    }

    private static async Task NoContentAsync(DrillScene scene)
    {
        scene.Feed.Script = Scripts.Of(static connection => connection.AnswerAsync(204));
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.SaysAsync("connection", "stopped");
        var requests = scene.Feed.Listener.Requests;
        await scene.StaysAsync("stopped", TimeSpan.FromSeconds(2), static store => (string?)store["connection"] == "stopped");
        scene.Check(scene.Feed.Listener.Requests == requests, "a stopped source was connected");
        scene.Feed.Script = null;
        using (await scene.View.Http.PostAsync(new Uri($"/api/sources/{scene.Name}/restart", UriKind.Relative), null, scene.Token))
        {
            await scene.EndAsync();
        }
    }

    private static async Task RedirectAsync(DrillScene scene)
    {
        var secrets = new List<string?>();
        await using var other = new FeedListener(connection =>
        {
            lock (secrets) secrets.Add(connection.Header("X-Drill"));
            return scene.Feed.ServeAsync(connection);
        });
        other.Start();
        scene.Feed.Script = Scripts.Of(connection =>
            connection.AnswerAsync(302, moreHeaders: $"Location: http://127.0.0.1:{other.Port}/moved\r\n"));
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.SeenAsync("a request at the other origin", () => Task.FromResult(other.Requests > 0));
        await scene.EndAsync();
        scene.Check(secrets.All(static secret => secret is null), "a configured header was sent to another origin");
        scene.Feed.Script = null;
        await scene.Feed.CutAsync(reset: true);
    }
}
