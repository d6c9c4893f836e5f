using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Files that cannot be written, or not be read.</summary>
internal static class FileFaults
{
    private const string Page = "Files | ";

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        Output("output-folder-gone", "The folder of a file output gives way to something else.",
            "disk full, read-only or missing file system, no permission", FolderAsync) with { IsShort = true },
        Output("output-taken", "A folder stands in the place of the file.",
            "a folder, a device, a pipe or a socket in the place of the file, or a link to one", TakenAsync),
        Output("output-killed", "The daemon is killed while it writes the file.", "killed while writing", KillAsync),
        Output("output-shared", "A second daemon writes the same file.", "another daemon writes the same file", ShareAsync),
        Output("base-broken", "The base of a file output is half-written.",
            "the base is missing, half-written, not a file, not a JSON object, too large", BaseAsync) with
        {
            Configure = static (scene, section) =>
            {
                Configure(scene, section, scene.Name);
                File.WriteAllText(Base(scene), "{\"base\":1}");
                section["Outputs"]!["Files"]![0]!["Base"] = Base(scene);
            },
        },
        Output("output-store-gone", "The store of a file output is removed by an edit.",
            "the store is removed by an edit", RemoveAsync) with
        {
            Configure = static (scene, section) =>
            {
                CompositeFaults.AddSecond(scene, section);
                Configure(scene, section, scene.SecondName);
            },
        },
    ];

    private static DrillFault Output(string name, string causes, string row, Func<DrillScene, Task> run) =>
        new(name, causes, [Page + row], run)
        {
            IsAlone = true,
            Configure = static (scene, section) => Configure(scene, section, scene.Name),
        };

    private static void Configure(DrillScene scene, JsonObject section, string store) => section["Outputs"] = new JsonObject
    {
        ["Files"] = new JsonArray(new JsonObject { ["Store"] = store, ["Path"] = Target(scene), ["MinInterval"] = "00:00:00.100" }),
    };

    private static string Folder(DrillScene scene) => Path.Combine(scene.Daemon.Folder, "out");

    private static string Target(DrillScene scene) => Path.Combine(Folder(scene), "panels.json");

    private static string Base(DrillScene scene) => Path.Combine(scene.Daemon.Folder, "base.json");

    private static async Task<long?> WrittenAsync(DrillScene scene)
    {
        try
        {
            return JsonNode.Parse(await File.ReadAllTextAsync(Target(scene), scene.Token)) is JsonObject panels
                ? DrillPanels.NumberIn(panels, summary: false) : null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            // It is not there, which is what some of these faults are about.
            return null;
        }
    }

    private static Task FreshAsync(DrillScene scene)
    {
        var from = scene.Feed.Number;
        return scene.BackAsync("the file", async () => await WrittenAsync(scene) > from);
    }

    private static async Task<double> FailuresAsync(DrillScene scene) =>
        await scene.View.MetricAsync("file_failures_total", [], scene.Token) ?? 0;

    private static async Task FailsAsync(DrillScene scene)
    {
        await scene.SeenAsync("file_failures_total", async () => await FailuresAsync(scene) > 0);
        await scene.LoggedAsync("WRN", "cannot be written");
        await scene.StaysAsync("ok", TimeSpan.FromSeconds(1), static store => (string?)store["health"] == "ok");
    }

    private static async Task EndAsync(DrillScene scene)
    {
        await scene.EndAsync();
        await FreshAsync(scene);
    }

    private static async Task FolderAsync(DrillScene scene)
    {
        await FreshAsync(scene);
        scene.Cause();
        Directory.Move(Folder(scene), Folder(scene) + ".away");
        await File.WriteAllTextAsync(Folder(scene), "", scene.Token);
        await FailsAsync(scene);
        File.Delete(Folder(scene));
        Directory.Move(Folder(scene) + ".away", Folder(scene));
        await EndAsync(scene);
        await scene.BackAsync("a line", () => Task.FromResult(scene.Lines("can be written again") == 1));
    }

    private static async Task TakenAsync(DrillScene scene)
    {
        await FreshAsync(scene);
        scene.Cause();
        // Between the two the daemon can write the file once more.
        await scene.UntilAsync(TimeSpan.FromSeconds(5), () =>
        {
            File.Delete(Target(scene));
            try
            {
                Directory.CreateDirectory(Target(scene));
                return Task.FromResult(true);
            }
            catch (IOException)
            {
                return Task.FromResult(false);
            }
        });
        await FailsAsync(scene);
        scene.Check(Directory.Exists(Target(scene)), "the folder was replaced");
        Directory.Delete(Target(scene));
        await EndAsync(scene);
    }

    private static async Task KillAsync(DrillScene scene)
    {
        await FreshAsync(scene);
        for (var n = 0; n < 3; n++)
        {
            await scene.Daemon.Child.KillAsync();
            scene.Check(await WrittenAsync(scene) is not null, "the file was not whole");
            scene.Restarted();
            await scene.Daemon.StartAsync(scene.Token);
            scene.Cause();
            await FreshAsync(scene);
        }

        scene.Seen();
        await EndAsync(scene);
        scene.Check(Directory.GetFiles(Folder(scene)).Length <= 2, "temporary files were left behind");
    }

    private static async Task ShareAsync(DrillScene scene)
    {
        await FreshAsync(scene);
        var second = scene.Keep(new DrillDaemon(Path.Combine(scene.Daemon.Folder, "second")));
        second.Section["Sources"]!.AsArray().Add(scene.Daemon.Section["Sources"]![0]!.DeepClone());
        second.Section["Outputs"] = scene.Daemon.Section["Outputs"]!.DeepClone();
        await second.StartAsync(scene.Token);
        scene.Cause();
        scene.Seen();
        var begun = scene.Feed.Number;
        await scene.UntilAsync(TimeSpan.FromSeconds(10), async () =>
        {
            // One of them may have no panels yet. What is half-written is not JSON, which ends the scene.
            _ = JsonNode.Parse(await File.ReadAllTextAsync(Target(scene), scene.Token));
            return scene.Feed.Number > begun + 10;
        });
        await second.DisposeAsync();
        await EndAsync(scene);
    }

    private static async Task BaseAsync(DrillScene scene)
    {
        Task<bool> HasAsync(string text) => Task.FromResult(
            File.Exists(Target(scene)) && File.ReadAllText(Target(scene)).Contains(text, StringComparison.Ordinal));
        await scene.BackAsync("the base in the file", () => HasAsync("\"base\":1"));
        scene.Cause();
        await File.WriteAllTextAsync(Base(scene), "{\"base\":", scene.Token);
        await scene.LoggedAsync("WRN", "base", "cannot be used");
        await scene.SeenAsync("file_failures_total", async () => await FailuresAsync(scene) > 0);
        scene.Check(await HasAsync("\"base\":1"), "the last good base did not stay");
        await File.WriteAllTextAsync(Base(scene), "{\"base\":2}", scene.Token);
        await scene.EndAsync();
        await scene.BackAsync("the new base in the file", () => HasAsync("\"base\":2"));
    }

    private static async Task RemoveAsync(DrillScene scene)
    {
        await scene.BackAsync("the file", async () => await WrittenAsync(scene) is not null);
        var sources = scene.Daemon.Section["Sources"]!.AsArray();
        var removed = sources[1]!.DeepClone();
        scene.Cause();
        sources.RemoveAt(1);
        // An output without its store is refused. Without both, what was started goes on.
        var outputs = scene.Daemon.Section["Outputs"]!.DeepClone();
        scene.Daemon.Section.Remove("Outputs");
        scene.Daemon.Configure();
        await scene.SeenAsync("stale in the file", async () =>
            (await File.ReadAllTextAsync(Target(scene), scene.Token)).Contains("\"health\":\"stale\"", StringComparison.Ordinal));
        sources.Add(removed);
        scene.Daemon.Section["Outputs"] = outputs;
        scene.Daemon.Configure();
        await scene.EndAsync();
        await scene.BackAsync("ok in the file", async () =>
            (await File.ReadAllTextAsync(Target(scene), scene.Token)).Contains("\"health\":\"ok\"", StringComparison.Ordinal));
    }
}
