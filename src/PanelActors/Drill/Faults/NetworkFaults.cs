using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Faults of the connection to a feed.</summary>
internal static class NetworkFaults
{
    private const string Page = "The network | ";

    // At a backoff of 0.1 s that doubles up to 1 s, three seconds hold no more attempts; each may be early by a quarter.
    private const int MostAttempts = 8;
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(3);

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        new("refused", "The feed stops listening and comes back after its data is stale.",
            [Page + "connection refused, unreachable, DNS, TLS"], RefuseAsync) { IsShort = true },
        new("lost", "The connection is reset in the middle of an event.",
            [Page + "connection lost, also in the middle of an event"], LoseAsync) { IsShort = true },
        new("closed", "The feed ends the stream.", [Page + "the upstream closes the stream"], CloseAsync) { IsShort = true },
        new("closed-at-once", "The feed accepts each connection and ends it at once.",
            [Page + "it closes at once, again and again"],
            scene => OftenAsync(scene, "closed", static async connection =>
            {
                await connection.AcceptAsync();
                await connection.CloseAsync();
            })),
        new("no-answer", "The feed closes each connection without an answer.", [Page + "it closes without an answer"],
            scene => OftenAsync(scene, "premature_end", static connection =>
            {
                connection.Dispose();
                return Task.CompletedTask;
            })),
        new("silent", "The feed goes on to hold the connection and sends no byte.",
            [Page + "silence: no byte for `IdleTimeout`, or never an answer"],
            scene => IdleAsync(scene, static connection => connection.AcceptAsync())) { IsShort = true },
        new("never-answers", "The feed takes each request and never answers.",
            [Page + "silence: no byte for `IdleTimeout`, or never an answer"],
            scene => IdleAsync(scene, static _ => Task.CompletedTask)),
        new("only-comments", "The feed sends comments, then one byte a second.",
            [Page + "only comments, or one byte a second"], CommentAsync)
        {
            IsShort = true,
        },
        new("header-file", "The file with a header's value is deleted and comes back.",
            [Page + "a header file that is missing or unreadable"], HeaderAsync)
        {
            Source = static (scene, source) =>
            {
                File.WriteAllText(HeaderFile(scene), "s3cret");
                source["HeaderFiles"] = new JsonObject { ["X-Drill"] = HeaderFile(scene) };
            },
        },
        new("loop", "The source is made to read the daemon's own relay of it.",
            [Page + "the upstream is a relay that is made of this very source, directly or over other daemons"], LoopAsync)
        {
            IsAlone = true,
            Configure = static (_, section) => section["Urls"] = FreePort.Url(),
        },
    ];

    private static string HeaderFile(DrillScene scene) => Path.Combine(scene.Daemon.Folder, "header.secret");

    private static async Task RefuseAsync(DrillScene scene)
    {
        await scene.NoteAsync("reconnects_total");
        scene.Cause();
        scene.Feed.Listener.Stop();
        await scene.Feed.CutAsync(reset: true);
        await scene.SeenAsync("waiting with last_error", static store =>
            (string?)store["connection"] == "waiting" && store["last_error"] is not null);
        await scene.SaysAsync("health", "warn");
        await scene.SaysAsync("health", "stale");
        await scene.CountedAsync("reconnects_total");
        scene.Feed.Listener.Start();
        await scene.EndAsync();
    }

    private static async Task LoseAsync(DrillScene scene)
    {
        var positions = new List<long?>();
        scene.Feed.Script = connection =>
        {
            positions.Add(connection.Position);
            return Task.FromResult(false);
        };
        await scene.NoteAsync("reconnects_total");
        scene.Feed.IsBeating = false;
        scene.Cause();
        await scene.Feed.SendAsync($"event: panel_diff\nid: {scene.Feed.Number + 1000}\ndata: {{\"type\":\"panel_diff\",");
        await scene.Feed.CutAsync(reset: true);
        await scene.CountedAsync("reconnects_total");
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
        scene.Check(positions is [{ } first, ..] && first <= scene.Feed.Number, "it did not resume after its last whole event");
    }

    private static async Task CloseAsync(DrillScene scene)
    {
        await scene.NoteAsync("reconnects_total", "reason=\"closed\"");
        scene.Cause();
        await scene.Feed.CutAsync(reset: false);
        await scene.CountedAsync("reconnects_total", "reason=\"closed\"");
        await scene.EndAsync();
    }

    private static async Task OftenAsync(DrillScene scene, string kind, Func<FeedConnection, Task> act)
    {
        scene.Feed.Script = Scripts.Of(act);
        var before = scene.Feed.Listener.Requests;
        var begun = Stopwatch.GetTimestamp();
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.SaysAsync("last_error_kind", kind);
        await scene.UntilAsync(Often, () => Task.FromResult(Stopwatch.GetElapsedTime(begun) >= Often));
        var attempts = scene.Feed.Listener.Requests - before;
        scene.Check(attempts is > 1 and <= MostAttempts, $"{attempts} attempts in three seconds, of {MostAttempts} that may be");
        scene.Feed.Script = null;
        await scene.EndAsync();
    }

    private static async Task IdleAsync(DrillScene scene, Func<FeedConnection, Task> act)
    {
        await scene.NoteAsync("reconnects_total", "reason=\"idle_timeout\"");
        scene.Feed.Script = Scripts.Of(act);
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.CountedAsync("reconnects_total", "reason=\"idle_timeout\"");
        scene.Feed.Script = null;
        await scene.EndAsync();
    }

    private static async Task CommentAsync(DrillScene scene)
    {
        await scene.NoteAsync("reconnects_total");
        scene.Feed.IsBeating = false;
        scene.Cause();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(scene.Token, scene.Feed.Ending);
        var dribbling = DribbleAsync(scene.Feed, over.Token);
        await scene.SaysAsync("health", "stale");
        scene.Check(await scene.CountAsync("reconnects_total") == 0, "the connection did not stay");
        await over.CancelAsync();
        await dribbling;
        // What was dribbled ends as a comment does.
        await scene.Feed.SendAsync("\n\n");
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
    }

    private static async Task DribbleAsync(DrillFeed feed, CancellationToken over)
    {
        string[] texts = [": alive\n\n", ":", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        try
        {
            foreach (var text in texts)
            {
                await feed.SendAsync(text);
                await Task.Delay(TimeSpan.FromSeconds(1), over);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was seen.
        }
    }

    private static async Task HeaderAsync(DrillScene scene)
    {
        scene.Cause();
        File.Delete(HeaderFile(scene));
        await scene.Feed.CutAsync(reset: true);
        await scene.SaysAsync("last_error", "X-Drill");
        scene.Check(scene.Lines("s3cret") == 0, "the value of the header is in the log");
        await File.WriteAllTextAsync(HeaderFile(scene), "s3cret", scene.Token);
        await scene.EndAsync();
    }

    private static async Task LoopAsync(DrillScene scene)
    {
        await scene.NoteAsync("reconnects_total", "reason=\"loop\"");
        var source = scene.Daemon.Section["Sources"]![0]!;
        // The edit replaces the source, whose panels go until there is a feed again.
        scene.Watch.MayGoBack = true;
        scene.Cause();
        source["Url"] = $"{scene.View.Address}api/stores/{scene.Name}/events";
        scene.Daemon.Configure();
        await scene.SaysAsync("last_error_kind", "loop");
        await scene.CountedAsync("reconnects_total", "reason=\"loop\"");
        source["Url"] = scene.Feed.Url;
        scene.Daemon.Configure();
        await scene.EndAsync();
    }
}
