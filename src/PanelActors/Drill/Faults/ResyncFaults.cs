using System.Net;
using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Baselines that are asked for and do not come.</summary>
internal static class ResyncFaults
{
    private const string Page = "Getting a new baseline | ";
    private const string Document = "/document";
    private const string Fulfilled = "outcome=\"fulfilled\"";
    private const string Refused = "outcome=\"refused\"";
    private static readonly string Torn = FeedText.Frame("panel_diff", "{\"type\":");

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        Fetched("resync-http", "A baseline is fetched from Resync.Url.", "`http`", null),
        Fetched("resync-html", "Resync.Url answers with HTML.",
            "`http`: the answer is not JSON or not a baseline: an object of hashes, another service's document",
            static connection => connection.AnswerAsync(200, "text/html", "<h1>Sign in</h1>")),
        Fetched("resync-hashes", "Resync.Url answers with an object of hashes.",
            "`http`: the answer is not JSON or not a baseline: an object of hashes, another service's document",
            static connection => connection.AnswerAsync(200, "application/json", "{\"panels\":{\"drill\":\"9f2c\"}}")),
        Fetched("resync-redirect", "Resync.Url redirects to another origin.", "`http`: a redirect to another origin",
            static connection => connection.AnswerAsync(302, moreHeaders: "Location: http://127.0.0.2:1/elsewhere\r\n")),
        new("resync-none", "A source that may not ask needs a baseline.", [Page + "`none`"], NoneAsync)
        {
            Source = static (_, source) => source["Resync"] = new JsonObject { ["Mode"] = "none" },
            Promise = new() { MayLose = 1 },
        },
        new("second-refused", "The feed refuses the second connection that a baseline is asked for on.",
            [Page + "the upstream refuses a second connection while the first one is open "
                + "(429, 503, or any other answer than an event stream)"],
            SecondAsync) { IsShort = true, Promise = new() { MayLose = 1 } },
        new("ids-from-1", "The feed restarts, counts from 1 and sends nothing to a client with a higher id.",
            [Page + "the feed was restarted, counts its ids from 1, and sends nothing to a client with a higher one"],
            static scene => SilentAsync(scene, restarts: true))
        {
            Promise = new() { Detect = TimeSpan.FromSeconds(6), MayLose = 0 },
        },
        new("quiet", "The feed has nothing new to say after a reconnect.", [Page + "the feed is merely quiet"],
            static scene => SilentAsync(scene, restarts: false))
        {
            Promise = new() { Detect = TimeSpan.FromSeconds(6) },
        },
    ];

    private static DrillFault Fetched(string name, string causes, string row, Func<FeedConnection, Task>? refusal) =>
        new(name, causes, [Page + row], scene => FetchAsync(scene, refusal))
        {
            Promise = new() { MayLose = 1 },
            Source = static (scene, source) =>
            {
                var resync = source["Resync"]!;
                resync["Mode"] = "http";
                resync["Url"] = scene.Feed.Url + Document;
                scene.Feed.Script = Scripts.Where(IsDocument, connection => AnswerAsync(scene, connection));
            },
        };

    private static bool IsDocument(FeedConnection connection) => connection.Target.Contains(Document, StringComparison.Ordinal);

    private static Task AnswerAsync(DrillScene scene, FeedConnection connection)
    {
        var body = FeedText.Full(DrillPanels.At(scene.Feed.Number, summary: false));
        var document = $"{{\"generation\":{scene.Feed.Generation},\"payload\":{body}}}";
        scene.Feed.Freshen();
        return connection.AnswerAsync(200, "application/json", document);
    }

    private static async Task FetchAsync(DrillScene scene, Func<FeedConnection, Task>? refusal)
    {
        var before = scene.Feed.Script;
        if (refusal is not null) scene.Feed.Script = Scripts.Where(IsDocument, refusal);
        await scene.NoteAsync("full_requests_total", Fulfilled);
        await scene.NoteAsync("full_requests_total", Refused);
        await scene.NoteAsync("reconnects_total");
        // The document and the stream would race, and the document could bring back what the stream has passed.
        scene.Feed.IsBeating = false;
        await scene.Feed.NextAsync();
        scene.Cause();
        await scene.Feed.SendAsync(Torn, fresh: true);
        if (refusal is not null)
        {
            await scene.CountedAsync("full_requests_total", Refused);
            await scene.LoggedAsync(scene.Name, "got no baseline");
            await scene.SaysAsync("need_full", "true");
            scene.Feed.Script = before;
        }

        await scene.CountedAsync("full_requests_total", Fulfilled);
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
        scene.Check(await scene.CountAsync("reconnects_total") == 0, "the stream did not go on meanwhile");
    }

    private static async Task NoneAsync(DrillScene scene)
    {
        var requests = scene.Feed.Listener.Requests;
        scene.Cause();
        await scene.Feed.SendAsync(Torn);
        await scene.SaysAsync("need_full", "true");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/stores/{scene.Name}/request-full");
        var status = await scene.View.StatusAsync(request, scene.Token);
        scene.Check(status == HttpStatusCode.Conflict, $"request-full was answered {(int)status}, not 409");
        await scene.StaysAsync("in need", TimeSpan.FromSeconds(2), static store => (bool?)store["need_full"] == true);
        scene.Check(scene.Feed.Listener.Requests == requests, "it asked all the same");
        await scene.Feed.BaselineAsync();
        await scene.EndAsync();
    }

    private static async Task SecondAsync(DrillScene scene)
    {
        await scene.NoteAsync("full_requests_total", Refused);
        scene.Feed.Script = Scripts.Where(static connection => connection.WantsBaseline,
            static connection => connection.AnswerAsync(503, moreHeaders: "Retry-After: 1\r\n"));
        scene.Cause();
        await scene.Feed.SendAsync(Torn);
        await scene.CountedAsync("full_requests_total", Refused);
        await scene.LoggedAsync("WRN", scene.Name, "503");
        await scene.StaysAsync("connected and fresh", TimeSpan.FromSeconds(2), static store =>
            (string?)store["connection"] == "open" && (string?)store["health"] == "ok");
        scene.Feed.Script = null;
        await scene.EndAsync();
    }

    private static async Task SilentAsync(DrillScene scene, bool restarts)
    {
        var asked = 0;
        scene.Feed.IsBeating = false;
        if (restarts) scene.Feed.Restart();
        scene.Feed.Script = async connection =>
        {
            if (connection.WantsBaseline)
            {
                asked++;
                return false;
            }

            await connection.AcceptAsync();
            await scene.Feed.HoldAsync(connection);
            return true;
        };
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.LoggedAsync(scene.Name, "resume_silent");
        await scene.UntilAsync(TimeSpan.FromSeconds(3), () => Task.FromResult(asked > 0));
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
        scene.Check(asked == 1, $"it asked {asked} times");
        scene.Feed.Script = null;
    }
}
