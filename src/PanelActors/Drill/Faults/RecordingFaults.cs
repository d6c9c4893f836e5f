using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Recordings that cannot be written, and ones that were damaged.</summary>
internal static class RecordingFaults
{
    private const string Page = "Recordings | ";

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        Recorded("recorder-away", "The folder of the recordings gives way to something else.",
            "the disk is full, slow or away", AwayAsync) with
        {
            Promise = new() { Detect = TimeSpan.FromSeconds(10) },
        },
        Recorded("recorder-killed", "The daemon is killed while it records.", "killed while writing", KillAsync) with { IsShort = true },
        Recorded("segment-cut", "A segment is cut in its middle.", "a segment was changed or cut", CutAsync),
        Recorded("recorder-shared", "A second daemon records into the same folder.", "another daemon writes the same folder", ShareAsync),
    ];

    private static DrillFault Recorded(string name, string causes, string row, Func<DrillScene, Task> run) =>
        new(name, causes, [Page + row], run)
        {
            IsAlone = true,
            Configure = static (scene, section) => section["Recorder"] = new JsonObject
            {
                ["Enabled"] = true,
                ["Path"] = Folder(scene),
                ["SegmentBytes"] = 65536,
            },
        };

    private static string Folder(DrillScene scene) => Path.Combine(scene.Daemon.Folder, "recordings");

    private static string[] Segments(DrillScene scene) => Directory.Exists(Folder(scene))
        ? [.. Directory.GetFiles(Folder(scene), "*", SearchOption.AllDirectories)
            .Where(static file => new FileInfo(file).Length > 0).Order(StringComparer.Ordinal)]
        : [];

    private static Task WrittenAsync(DrillScene scene)
    {
        var from = scene.Feed.Number;
        return scene.BackAsync("a recording", async () => Segments(scene).Length > 0 && await scene.ShownAsync() > from + 5);
    }

    private static Task<(int Code, string Output)> VerifyAsync(DrillScene scene) =>
        scene.Daemon.OnceAsync(["verify", Path.GetDirectoryName(Segments(scene)[0])!], scene.Token);

    private static async Task AwayAsync(DrillScene scene)
    {
        await WrittenAsync(scene);
        var lost = await scene.View.MetricAsync("recording_lost_total", [], scene.Token) ?? 0;
        // What is open stays so; the next segment finds no folder. Large events make one soon.
        scene.Cause();
        Directory.Move(Folder(scene), Folder(scene) + ".away");
        await File.WriteAllTextAsync(Folder(scene), "", scene.Token);
        var random = new Random(1);
        var noise = new byte[20_000];
        await scene.SeenAsync("recording_lost_total", async () =>
        {
            random.NextBytes(noise);
            await scene.Feed.SendAsync($": {Convert.ToBase64String(noise)}\n\n");
            return await scene.View.MetricAsync("recording_lost_total", [], scene.Token) > lost;
        });
        await scene.LoggedAsync("WRN", "cannot be written");
        File.Delete(Folder(scene));
        await scene.EndAsync();
        await scene.BackAsync("a recording", () => Task.FromResult(Segments(scene).Length > 0));
    }

    private static async Task KillAsync(DrillScene scene)
    {
        await WrittenAsync(scene);
        await scene.Daemon.Child.KillAsync();
        scene.Cause();
        var (code, output) = await VerifyAsync(scene);
        scene.Seen();
        scene.Check(code is 0 or 1 && output.Contains("event", StringComparison.OrdinalIgnoreCase), $"verify says {output}");
        scene.Restarted();
        await scene.Daemon.StartAsync(scene.Token);
        await scene.EndAsync();
    }

    private static async Task CutAsync(DrillScene scene)
    {
        await WrittenAsync(scene);
        scene.Daemon.Child.Signal(15);
        await scene.Daemon.Child.EndAsync(scene.Token);
        var whole = await VerifyAsync(scene);
        scene.Check(whole.Code == 0, $"verify of what is whole says {whole.Output}");
        var segment = Segments(scene)[0];
        await using (var file = new FileStream(segment, FileMode.Open, FileAccess.Write)) file.SetLength(file.Length * 2 / 3);
        scene.Cause();
        var cut = await VerifyAsync(scene);
        scene.Seen();
        scene.Check(cut.Code == 1, $"verify of what was cut ends with {cut.Code}");
        scene.Check(cut.Output.Contains(Path.GetFileName(segment), StringComparison.Ordinal),
            $"verify does not name the file: {cut.Output}");
        scene.Restarted();
        await scene.Daemon.StartAsync(scene.Token);
        await scene.EndAsync();
    }

    private static async Task ShareAsync(DrillScene scene)
    {
        await WrittenAsync(scene);
        var second = scene.Keep(new DrillDaemon(Path.Combine(scene.Daemon.Folder, "second")));
        second.Section["Sources"]!.AsArray().Add(scene.Daemon.Section["Sources"]![0]!.DeepClone());
        second.Section["Recorder"] = scene.Daemon.Section["Recorder"]!.DeepClone();
        await second.StartAsync(scene.Token);
        scene.Cause();
        await scene.SeenAsync("a warning", () => Task.FromResult(second.Child.Lines.Any(static line =>
            line.Contains("WRN", StringComparison.Ordinal) && line.Contains("record", StringComparison.OrdinalIgnoreCase))));
        await second.DisposeAsync();
        await scene.EndAsync();
    }
}
