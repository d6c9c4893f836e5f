using System.Diagnostics;

namespace PanelActors.Drill.Faults;

/// <summary>A daemon that ends, however it does, and what the next one has of it.</summary>
internal static class RestartFaults
{
    private const string Page = "A restart | ";
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(5);

    // Saving every 0.2 s and a look every 0.3 s: the next start shows nothing older than this.
    private const int MostBehind = 5;

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        new("killed", "The daemon is killed and started again while the feed is away.",
            ["Inside | the process is killed, at any moment"], KillAsync)
        {
            IsAlone = true, IsShort = true,
        },
        new("killed-saving", "The daemon is killed again and again while it saves.",
            [Page + "the process is killed or the machine loses power in the middle of a save"], KillOftenAsync)
        {
            IsAlone = true,
            Configure = static (_, section) => section["Persistence"]!["Interval"] = "00:00:00.005",
        },
        new("sighup", "The daemon gets SIGHUP, and its file has not changed.",
            ["Inside | SIGHUP", "While the configuration is edited | SIGHUP, also where the file has not changed"], HangUpAsync)
        {
            IsAlone = true, IsShort = true,
        },
        new("sigterm", "The daemon gets SIGTERM and is started again.", ["Inside | SIGTERM, Ctrl-C"], TerminateAsync) { IsAlone = true },
        Restarted("no-file", "The database is deleted while the daemon is down.", "no file, or an empty one",
            static scene => Empty(scene), static async scene =>
            {
                await scene.SaysAsync("health", "init");
                await scene.SaysAsync("need_full", "true");
            }, holds: true),
        Restarted("damaged-file", "The database is damaged while the daemon is down.",
            "the file is damaged or cut off, or a later version of the program wrote it",
            static scene =>
            {
                Empty(scene);
                File.WriteAllText(Database(scene), "This is not a database, and never was one. It only stands in its place.");
            },
            static async scene =>
            {
                await scene.LoggedAsync("WRN", "state.db.bad-");
                scene.Check(Directory.GetFiles(scene.Daemon.Folder, "state.db.bad-*").Length > 0, "the damaged file was not kept");
                scene.Check(scene.Lines("WRN", "state.db.bad-") == 1, "more than one warning");
            }),
        Restarted("other-address", "The source is given another address while the daemon is down.", "the source was given another `Url`",
            static scene => scene.Daemon.Section["Sources"]![0]!["Url"] =
                scene.Feed.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal),
            static scene => scene.LoggedAsync(scene.Name, "has another address")),
        Restarted("no-ids-restart", "A feed without ids is read again after a restart of the daemon.",
            "the state has no event id, since the feed sends none", static _ => { },
            static scene => scene.SaysAsync("need_full_reason", "resume_failed"), holds: true) with
        {
            Source = static (scene, _) => scene.Feed.HasIds = false,
        },
        Restarted("lower-ids", "The feed restarts while the daemon is down, and counts from a lower id.",
            "the feed restarted and counts from a lower id", static scene => scene.Feed.Restart(),
            static scene => scene.LoggedAsync(scene.Name, "resume_failed")) with
        {
            Promise = new() { MayLose = 1 },
        },
        Restarted("next-generation", "The feed restarts while the daemon is down, with another generation.",
            "the feed restarted with another generation", static scene => scene.Feed.BeginGeneration(),
            static scene => scene.LoggedAsync(scene.Name, "generation_mismatch")) with
        {
            Promise = new() { MayLose = 20 },
        },
    ];

    private static DrillFault Restarted(
        string name, string causes, string row, Action<DrillScene> meanwhile, Func<DrillScene, Task> look, bool holds = false) =>
        new(name, causes, [Page + row], async scene =>
        {
            await SavedAsync(scene);
            await scene.Daemon.Child.KillAsync();
            meanwhile(scene);
            // What is to be seen would be over with the first baseline.
            if (holds)
            {
                scene.Feed.Script = Scripts.Where(static connection => connection.WantsBaseline, async connection =>
                {
                    await connection.AcceptAsync();
                    await scene.Feed.HoldAsync(connection);
                });
            }

            scene.Restarted();
            await scene.Daemon.StartAsync(scene.Token);
            scene.Cause();
            await look(scene);
            scene.Feed.Script = null;
            if (holds) scene.Feed.AbortScripted();
            await scene.EndAsync();
        })
        {
            IsAlone = true,
        };

    private static string Database(DrillScene scene) => Path.Combine(scene.Daemon.Folder, "state.db");

    private static void Empty(DrillScene scene)
    {
        foreach (var file in Directory.GetFiles(scene.Daemon.Folder, "state.db*")) File.Delete(file);
    }

    // Ten saves later than now, what is shown now is saved.
    private static async Task SavedAsync(DrillScene scene)
    {
        var number = scene.Feed.Number;
        await scene.BackAsync("new events", async () => await scene.ShownAsync() > number + 6);
    }

    private static async Task KillAsync(DrillScene scene)
    {
        await SavedAsync(scene);
        var shown = await scene.ShownAsync();
        await scene.Daemon.Child.KillAsync();
        scene.Feed.Listener.Stop();
        await scene.Feed.CutAsync(reset: true);
        await Task.Delay(DrillTimes.WarnAfter, scene.Token);
        scene.Restarted();
        await scene.Daemon.StartAsync(scene.Token);
        scene.Cause();
        var restored = await scene.ShownAsync();
        scene.Check(restored >= shown - MostBehind, $"it showed event {restored} after event {shown}");
        await scene.SeenAsync("the age of the data", static store => (string?)store["health"] is "warn" or "stale");
        scene.Feed.Listener.Start();
        await scene.EndAsync();
    }

    private static async Task KillOftenAsync(DrillScene scene)
    {
        const int Times = 4;
        await SavedAsync(scene);
        for (var n = 0; n < Times; n++)
        {
            await scene.Daemon.Child.KillAsync();
            scene.Restarted();
            await scene.Daemon.StartAsync(scene.Token);
            scene.Cause();
            scene.Check(await scene.ShownAsync() is not null, "it began without a state");
            var from = scene.Feed.Number;
            await scene.BackAsync("new events", async () => await scene.ShownAsync() > from + 1);
        }

        scene.Seen();
        await scene.EndAsync();
        scene.Check(Directory.GetFiles(scene.Daemon.Folder, "state.db.bad-*").Length == 0, "a database was damaged");
    }

    private static async Task HangUpAsync(DrillScene scene)
    {
        scene.Daemon.Child.Signal(1);
        await scene.LoggedAsync("SIGHUP:", "changes nothing");
        scene.Check(!scene.Daemon.Child.HasEnded, "the daemon ended");
        await scene.EndAsync();
    }

    private static async Task TerminateAsync(DrillScene scene)
    {
        scene.Feed.IsBeating = false;
        await scene.BackAsync("the latest event", async () => await scene.ShownAsync() == scene.Feed.Number);
        var begun = Stopwatch.GetTimestamp();
        scene.Cause();
        scene.Daemon.Child.Signal(15);
        var code = await scene.Daemon.Child.EndAsync(scene.Token);
        scene.Seen();
        scene.Check(code == 0, $"the exit code was {code}");
        scene.Check(Stopwatch.GetElapsedTime(begun) <= MaxStop, "it took longer than five seconds");
        scene.Restarted();
        await scene.Daemon.StartAsync(scene.Token);
        scene.Check(await scene.ShownAsync() == scene.Feed.Number, "the last state was not saved");
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
    }
}
