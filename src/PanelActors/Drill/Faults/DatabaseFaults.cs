using System.Diagnostics;

namespace PanelActors.Drill.Faults;

/// <summary>A database that does not do its part.</summary>
internal static class DatabaseFaults
{
    private const string Page = "A restart | ";
    private const string Failures = "persistence_failures_total";
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(8);

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        new("database-away", "The database cannot be reached at the start.",
            [Page + "the database cannot be reached at the start"], AwayAsync)
        {
            IsAlone = true, IsStarted = false,
            Promise = new() { Detect = TimeSpan.FromSeconds(10) },
            Configure = static (_, section) =>
                section["Persistence"]!["ConnectionString"] =
                    $"Host=127.0.0.1;Port={new Uri(FreePort.Url()).Port};Username=drill;Database=drill",
        },
        new("database-held", "Another process holds the database for some seconds.",
            [Page + "it cannot be written later: held by another process for more than a second, disk full, read-only, `lock_timeout`, "
                + "PostgreSQL gone"],
            HoldAsync)
        {
            IsAlone = true, IsShort = true, Promise = new() { Recover = TimeSpan.FromSeconds(10) },
        },
        new("database-held-at-start", "Another process holds the database while the daemon starts.",
            [Page + "the database does not answer when ids are to be reserved"], HoldStartAsync)
        {
            IsAlone = true,
            Promise = new() { Detect = TimeSpan.FromSeconds(10) },
        },
        new("database-held-at-stop", "Another process holds the database while the daemon stops.",
            [Page + "the last save takes longer than two seconds"], HoldStopAsync)
        {
            IsAlone = true,
            Promise = new() { Detect = TimeSpan.FromSeconds(5) },
        },
        new("database-shared", "A second daemon saves the same states.", [Page + "another process saves the same states"], ShareAsync)
        {
            IsAlone = true,
        },
    ];

    private static string Database(DrillScene scene) => Path.Combine(scene.Daemon.Folder, "state.db");

    private static async Task AwayAsync(DrillScene scene)
    {
        var begun = Stopwatch.GetTimestamp();
        await scene.Daemon.StartAsync(scene.Token);
        scene.Check(Stopwatch.GetElapsedTime(begun) <= MaxStart, "the start took longer than four seconds and its own time");
        scene.Cause();
        await scene.LoggedAsync("WRN", "cannot be read");
        await scene.CountedAsync(Failures);
        await scene.EndAsync();
        scene.Check(scene.Lines("WRN", "cannot be read") == 1, "more than one warning");
    }

    private static async Task HoldAsync(DrillScene scene)
    {
        await scene.NoteAsync(Failures);
        scene.Cause();
        long held;
        using (new HeldDatabase(Database(scene)))
        {
            await scene.CountedAsync(Failures);
            await scene.LoggedAsync("WRN", "cannot be saved");
            held = scene.Feed.Number;
            await scene.StaysAsync("ok", TimeSpan.FromSeconds(1), static store => (string?)store["health"] == "ok");
        }

        scene.Check(scene.Lines("WRN", "cannot be saved") == 1, "more than one warning");
        await scene.EndAsync();
        // Saved again: the next start has it.
        var failures = -1.0;
        await scene.BackAsync("saves", async () =>
        {
            var before = failures;
            failures = await scene.CountAsync(Failures);
            await Task.Delay(TimeSpan.FromSeconds(1.5), scene.Token);
            return before >= 0 && before == failures;
        });
        await scene.Daemon.Child.KillAsync();
        scene.Feed.Listener.Stop();
        scene.Restarted();
        await scene.Daemon.StartAsync(scene.Token);
        var shown = await scene.ShownAsync();
        scene.Check(shown >= held, $"the next start showed event {shown}, of {held}");
    }

    private static async Task HoldStartAsync(DrillScene scene)
    {
        await scene.Daemon.Child.KillAsync();
        scene.Restarted();
        using (new HeldDatabase(Database(scene)))
        {
            await scene.Daemon.StartAsync(scene.Token);
            scene.Cause();
            await scene.LoggedAsync("WRN", "cannot be reserved");
            scene.Check(scene.Lines("WRN", "cannot be reserved") == 1, "more than one warning");
            var from = scene.Feed.Number;
            await scene.BackAsync("the feed is read meanwhile", async () => await scene.ShownAsync() > from);
        }

        await scene.EndAsync();
    }

    private static async Task HoldStopAsync(DrillScene scene)
    {
        int code;
        using (new HeldDatabase(Database(scene)))
        {
            // A state that is saved already needs no last save.
            var from = scene.Feed.Number;
            await scene.BackAsync("a newer state", async () => await scene.ShownAsync() > from);
            scene.Cause();
            scene.Daemon.Child.Signal(15);
            code = await scene.Daemon.Child.EndAsync(scene.Token);
            scene.Seen();
        }

        scene.Check(code == 0, $"the exit code was {code}");
        scene.Check(scene.Lines("WRN", "could not be saved") + scene.Lines("WRN", "cannot be saved") > 0, "there was no warning");
        scene.Restarted();
        await scene.Daemon.StartAsync(scene.Token);
        scene.Check(await scene.ShownAsync() is not null, "what was saved before was gone");
        await scene.EndAsync();
    }

    private static async Task ShareAsync(DrillScene scene)
    {
        var second = scene.Keep(new DrillDaemon(Path.Combine(scene.Daemon.Folder, "second")));
        second.Section["Sources"]!.AsArray().Add(scene.Daemon.Section["Sources"]![0]!.DeepClone());
        second.Section["Persistence"]!["Path"] = Database(scene);
        await second.StartAsync(scene.Token);
        scene.Cause();
        await scene.SeenAsync("a warning", () => Task.FromResult(
            scene.Daemon.Child.Lines.Concat(second.Child.Lines)
                .Any(static line => line.Contains("Another process saves", StringComparison.Ordinal))));
        await second.DisposeAsync();
        await scene.EndAsync();
    }
}
