using System.Globalization;
using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Data that is older than it looks, or looks older than it is.</summary>
internal static class AgeFaults
{
    private const string Page = "How old it is | ";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        new("hour-old", "The feed answers with a baseline that was published an hour ago.",
            [Page + "the feed answers each connection with a baseline of an hour ago"], OldAsync) { IsShort = true },
        new("publish-time-ignored", "The publish times are wrong, and the source ignores them.",
            [Page + "the feed's publish times mean something else, or its clock is wrong"], IgnoredAsync)
        {
            Promise = new() { Detect = null },
            Source = static (scene, source) =>
            {
                source["Freshness"] = new JsonObject { ["PublishTime"] = "ignore" };
                scene.Feed.Extra = static () => ("", ",\"publish_unixtime\":1000");
            },
        },
        new("backlog", "The feed replays its whole backlog at each connect, and nothing else.",
            [Page + "the feed replays its backlog at each connect"], BacklogAsync) { IsShort = true },
        new("backlog-without-ids", "The same by a feed without ids and publish times: it looks like new data.",
            [Page + "its events have neither ids nor publish times"], NamelessAsync)
        {
            Promise = new() { Detect = null },
            Source = static (scene, _) => scene.Feed.HasIds = false,
        },
        new("clock-jumps", "The producer's clock jumps back by an hour while the connection is open.",
            [Page + "its producer's clock jumps while a connection is open"], JumpAsync)
        {
            Source = static (scene, _) => scene.Feed.Extra = Published(TimeSpan.Zero),
        },
        new("age-unknown", "A relay passes on data of which it does not know that it was ever fresh.",
            [Page + "a relay passes on data that is not known ever to have been fresh (`age_seconds` is `null`)"], UnknownAsync)
        {
            IsShort = true,
        },
    ];

    private static async Task OldAsync(DrillScene scene)
    {
        await scene.Feed.SetAgeAsync(Hour, Published(Hour));
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.SaysAsync("health", "stale");
        await scene.Feed.SetAgeAsync(TimeSpan.Zero, Published(TimeSpan.Zero));
        await scene.EndAsync();
    }

    private static async Task IgnoredAsync(DrillScene scene)
    {
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.StaysAsync("ok", TimeSpan.FromSeconds(3), static store => (string?)store["health"] == "ok");
        await scene.EndAsync();
    }

    private static async Task BacklogAsync(DrillScene scene)
    {
        scene.Feed.IsBeating = false;
        var backlog = scene.Feed.Backlog;
        scene.Feed.Script = Scripts.Of(async connection =>
        {
            await connection.AcceptAsync();
            await connection.SendAsync(backlog);
            await Task.Delay(TimeSpan.FromSeconds(0.2), scene.Feed.Ending);
            connection.Abort();
        });
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        await scene.SaysAsync("health", "warn");
        await scene.SaysAsync("health", "stale");
        scene.Feed.Script = null;
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
    }

    private static async Task NamelessAsync(DrillScene scene)
    {
        // It looks like new data, of an older state: the row says so.
        scene.Watch.MayGoBack = true;
        scene.Feed.IsBeating = false;
        scene.Feed.Script = Scripts.Of(async connection =>
        {
            scene.Feed.Script = null;
            await connection.AcceptAsync();
            await scene.Feed.TakeOverAsync(connection, replays: true);
        });
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
    }

    private static async Task JumpAsync(DrillScene scene)
    {
        // Its data is new all the same, so that the watch has nothing against an ok.
        scene.Feed.Extra = Published(Hour);
        scene.Cause();
        await scene.SaysAsync("health", "stale");
        scene.Feed.Headers = $"Date: {(DateTimeOffset.UtcNow - Hour).ToString("r", CultureInfo.InvariantCulture)}\r\n";
        await scene.Feed.CutAsync(reset: true);
        await scene.EndAsync();
    }

    private static async Task UnknownAsync(DrillScene scene)
    {
        await scene.Feed.SetAgeAsync(null, static () => (",\"age_seconds\":null", ""));
        scene.Cause();
        await scene.SaysAsync("health", "warn");
        await scene.SaysAsync("health", "stale");
        await scene.Feed.SetAgeAsync(TimeSpan.Zero, static () => ("", ""));
        await scene.EndAsync();
    }

    private static Func<(string Envelope, string Body)> Published(TimeSpan ago) => () =>
    {
        var at = (DateTimeOffset.UtcNow - ago).ToUnixTimeMilliseconds() / 1000.0;
        return ("", string.Create(CultureInfo.InvariantCulture, $",\"publish_unixtime\":{at:0.000}"));
    };
}
