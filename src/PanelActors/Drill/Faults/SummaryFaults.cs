namespace PanelActors.Drill.Faults;

/// <summary>Faults of a feed of the summary dialect.</summary>
internal static class SummaryFaults
{
    private const string Page = "The feed's content | ";
    private const int Older = 50;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        new("summary-silent", "A summary feed is silent for longer than IdleTimeout.",
            ["The network | silence of a feed of the summary dialect"], SilentAsync) { IsSummary = true, Pace = Pace },
        new("replay-broken", "The connection breaks in the middle of a summary feed's replay.",
            [Page + "the connection breaks in the middle of the replay"], static scene => ReplayAsync(scene, isClean: false))
        {
            IsSummary = true, Pace = Pace, IsShort = true,
        },
        new("replay-ends", "A summary feed ends the stream in the middle of its replay.",
            [Page + "it ends cleanly there, without `bye`"], static scene => ReplayAsync(scene, isClean: true))
        { IsSummary = true, Pace = Pace },
        new("publisher-restarted", "A summary feed's publisher restarts, and is late with its snapshot.",
            [Page + "the publisher restarted: its `hello` is another one"], RestartAsync)
        {
            IsSummary = true, Pace = Pace, IsShort = true, Promise = new() { MayLose = 20 },
        },
        new("publisher-restarted-down", "The publisher restarts while the daemon is down.",
            [Page + "it restarted while the daemon was down too"], RestartDownAsync)
        {
            IsSummary = true, Pace = Pace, IsAlone = true, Promise = new() { Detect = null },
        },
        new("truncated", "A summary feed says that it left something out.",
            [Page + "`truncated`: the publisher left something out for its size, or cut its history"], TruncateAsync)
        {
            IsSummary = true, Pace = Pace,
        },
        new("update-without-key", "A summary update has a panel without a key.",
            [Page + "an update with a panel that has no key, or no text as its key"], KeylessAsync)
        {
            IsSummary = true, Pace = Pace, Promise = new() { MayLose = 1 },
        },
        new("slow-history", "A summary feed pauses in the middle of its history.",
            [Page + "a history that takes longer than five seconds, or pauses for 250 ms"], SlowAsync)
        {
            IsSummary = true, Pace = Pace, Promise = new() { Detect = null },
        },
        new("bye-stays", "A summary feed says bye and goes on.", [Page + "`bye` while the connection stays open"], ByeAsync)
        {
            IsSummary = true, Pace = Pace,
        },
    ];

    private static async Task SilentAsync(DrillScene scene)
    {
        await scene.NoteAsync("reconnects_total");
        scene.Feed.IsBeating = false;
        scene.Cause();
        await scene.SaysAsync("health", "stale");
        scene.Check(await scene.CountAsync("reconnects_total") == 0, "the connection did not stay");
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
    }

    private static async Task ReplayAsync(DrillScene scene, bool isClean)
    {
        await scene.NoteAsync("reconnects_total");
        var requests = scene.Feed.Listener.Requests;
        scene.Feed.Script = Scripts.Of(async connection =>
        {
            await connection.AcceptAsync();
            await connection.SendAsync(FeedText.Hello(scene.Feed.PublisherRun) + Old(scene));
            if (isClean) await connection.CloseAsync();
            else connection.Abort();
        });
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.SeenAsync("two broken replays", () => Task.FromResult(scene.Feed.Listener.Requests >= requests + 2));
        await scene.CountedAsync("reconnects_total", by: 2);
        scene.Feed.Script = null;
        await scene.EndAsync();
    }

    private static async Task RestartAsync(DrillScene scene)
    {
        scene.Feed.PublisherRun++;
        scene.Feed.Script = Scripts.Of(async connection =>
        {
            await connection.AcceptAsync();
            await connection.SendAsync(
                FeedText.Hello(scene.Feed.PublisherRun) + FeedText.Update(DrillPanels.Update(scene.Feed.Number), scene.Feed.Number));
            await scene.Feed.HoldAsync(connection, FeedText.Frame("heartbeat", "{\"cycle\":1,\"unchanged\":true}"));
        });
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        // The dropped update adds another reason after it.
        await scene.SeenAsync("a need for publisher_restarted", async () =>
            await scene.View.SnapshotAsync(scene.Name, scene.Token) is { } shown
            && shown.Status["need_full_reasons"]?.ToJsonString().Contains("publisher_restarted", StringComparison.Ordinal) == true);
        await scene.LoggedAsync(scene.Name, "publisher restarted");
        // Heartbeats of a run that has no snapshot yet make nothing younger; the watch would see it.
        await scene.SaysAsync("health", "warn");
        scene.Feed.Script = null;
        await scene.EndAsync();
    }

    private static async Task RestartDownAsync(DrillScene scene)
    {
        scene.Cause();
        await scene.Daemon.Child.KillAsync();
        scene.Feed.PublisherRun++;
        await scene.Daemon.StartAsync(scene.Token);
        await scene.EndAsync();
    }

    private static async Task TruncateAsync(DrillScene scene)
    {
        await scene.NoteAsync("events_total", "type=\"truncated\"");
        scene.Cause();
        await scene.Feed.SendAsync(FeedText.Frame("truncated", "{}"));
        await scene.SaysAsync("need_full_reason", "truncated");
        await scene.SaysAsync("last_error", "publisher");
        await scene.CountedAsync("events_total", "type=\"truncated\"");
        await scene.Feed.BaselineAsync();
        await scene.EndAsync();
    }

    private static async Task KeylessAsync(DrillScene scene)
    {
        await scene.NoteAsync("events_dropped_total", "reason=\"malformed_diff\"");
        scene.Cause();
        await scene.Feed.SendAsync(
            FeedText.Frame("panel_update", "{\"cycle\":1,\"updates\":[{\"hash\":\"h\",\"title\":\"1\",\"lines\":[]}]}"));
        await scene.CountedAsync("events_dropped_total", "reason=\"malformed_diff\"");
        await scene.LoggedAsync(scene.Name, "needs a new baseline", "malformed_diff");
        await scene.EndAsync();
    }

    private static async Task SlowAsync(DrillScene scene)
    {
        // The row says that readers may see older panels for that time.
        scene.Watch.MayGoBack = true;
        scene.Feed.Script = Scripts.Of(async connection =>
        {
            scene.Feed.Script = null;
            await connection.AcceptAsync();
            // The dialect has no times: what it sends counts as new when it comes.
            scene.Feed.Freshen();
            await connection.SendAsync(FeedText.Hello(scene.Feed.PublisherRun) + Old(scene));
            await Task.Delay(TimeSpan.FromSeconds(0.4), scene.Feed.Ending);
            await scene.Feed.TakeOverAsync(connection);
        });
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.UntilAsync(TimeSpan.FromSeconds(5), () => Task.FromResult(scene.Feed.Script is null && scene.Feed.Live > 0));
        await scene.EndAsync();
    }

    private static async Task ByeAsync(DrillScene scene)
    {
        await scene.NoteAsync("events_total", "type=\"bye\"");
        await scene.NoteAsync("reconnects_total");
        scene.Cause();
        await scene.Feed.SendAsync(FeedText.Frame("bye", "{}"));
        await scene.CountedAsync("events_total", "type=\"bye\"");
        await scene.EndAsync();
        scene.Check(await scene.CountAsync("reconnects_total") == 0, "the connection did not stay");
    }

    private static string Old(DrillScene scene) =>
        FeedText.Snapshot(DrillPanels.At(scene.Feed.Number - Older, summary: true), scene.Feed.Number - Older);
}
