using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Edits of the configuration that must be refused, or that take effect later.</summary>
internal static class EditFaults
{
    private const string Page = "While the configuration is edited | ";

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        Edit("edit-faulty", "An edit has a fault.", "an edit with faults", FaultyAsync) with { IsShort = true },
        Edit("edit-half-written", "The file is half-written, then missing.", "the file is missing, half-written or not JSON", HalfAsync),
        Edit("edit-waits", "An edit names a file that is not there yet.",
            "a fault that is not in the file, such as a header file that is not there yet", WaitAsync),
        Edit("edit-fixed", "An edit changes what is fixed at the start.", "an edit of what is fixed at the start", FixedAsync),
    ];

    private static DrillFault Edit(string name, string causes, string row, Func<DrillScene, Task> run) =>
        new(name, causes, [Page + row], run) { IsAlone = true };

    private static async Task<double?> SuccessAsync(DrillScene scene) =>
        await scene.View.MetricAsync("config_last_reload_successful", [], scene.Token);

    private static async Task RefusedAsync(DrillScene scene)
    {
        await scene.LoggedAsync("WRN", "is refused");
        await scene.SeenAsync("config_last_reload_successful", async () => await SuccessAsync(scene) == 0);
        await scene.StaysAsync("ok", TimeSpan.FromSeconds(2.5), static store => (string?)store["health"] == "ok");
        scene.Check(scene.Lines("WRN", "is refused") == 1, "it was refused more than once");
    }

    private static async Task FaultyAsync(DrillScene scene)
    {
        scene.Daemon.Section["Freshness"]!["WarnAfter"] = "00:01:00";
        scene.Cause();
        scene.Daemon.Configure();
        await RefusedAsync(scene);
        await scene.LoggedAsync("WRN", "WarnAfter");
        scene.Daemon.Child.Signal(1);
        await scene.LoggedAsync("SIGHUP:", "is refused");
        scene.Daemon.Section["Freshness"]!["WarnAfter"] = DrillTimes.Text(DrillTimes.WarnAfter);
        scene.Daemon.Configure();
        await scene.EndAsync();
        await scene.BackAsync("a successful reload", async () => await SuccessAsync(scene) == 1);
    }

    private static async Task HalfAsync(DrillScene scene)
    {
        scene.Cause();
        var whole = await File.ReadAllTextAsync(scene.Daemon.File, scene.Token);
        await File.WriteAllTextAsync(scene.Daemon.File, whole[..(whole.Length / 2)], scene.Token);
        await RefusedAsync(scene);
        File.Delete(scene.Daemon.File);
        await scene.StaysAsync("ok", TimeSpan.FromSeconds(2), static store => (string?)store["health"] == "ok");
        await File.WriteAllTextAsync(scene.Daemon.File, whole, scene.Token);
        await scene.EndAsync();
        await scene.BackAsync("a successful reload", async () => await SuccessAsync(scene) == 1);
    }

    private static async Task WaitAsync(DrillScene scene)
    {
        var header = Path.Combine(scene.Daemon.Folder, "late.secret");
        scene.Daemon.Section["Sources"]![0]!["HeaderFiles"] = new JsonObject { ["X-Drill"] = header };
        scene.Cause();
        scene.Daemon.Configure();
        await RefusedAsync(scene);
        // Source and store begin anew.
        scene.Watch.MayGoBack = true;
        await File.WriteAllTextAsync(header, "s3cret", scene.Token);
        await scene.BackAsync("the edit", async () => await SuccessAsync(scene) == 1);
        await scene.EndAsync();
    }

    private static async Task FixedAsync(DrillScene scene)
    {
        scene.Daemon.Section["Persistence"]!["Interval"] = "00:00:02";
        scene.Cause();
        scene.Daemon.Configure();
        await scene.LoggedAsync("WRN", "Persistence");
        await scene.EndAsync();
    }
}
