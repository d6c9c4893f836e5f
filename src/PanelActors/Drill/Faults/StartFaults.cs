using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Starts that must be refused, or that must warn.</summary>
internal static class StartFaults
{
    private const string Page = "At the start | ";

    // Processes start as slowly as the machine makes them; what is promised is that they end.
    private static readonly DrillPromise Ends = new() { Detect = TimeSpan.FromSeconds(20), Recover = null };

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        Refused("start-faulty", "The configuration has faults and an unknown key.", "a configuration with faults, unknown keys included",
            static scene =>
            {
                scene.Daemon.Section["Freshness"]!["WarnAfter"] = "soon";
                scene.Daemon.Section["Freshness"]!["WarmAfter"] = "00:00:01";
            }, "Freshness:WarnAfter", "Freshness:WarmAfter") with { IsShort = true },
        new("start-no-file", "The configuration file is missing, then not JSON.", [Page + "a file that is missing or not JSON"], FileAsync)
        {
            IsAlone = true, IsStarted = false, Promise = Ends,
        },
        new("start-port-taken", "Another program listens on the address.", [Page + "an address in use"], PortAsync)
        {
            IsAlone = true, IsStarted = false, IsShort = true, Promise = Ends,
        },
        Refused("start-misspelt", "A section of the file is misspelt.", "a misspelt section of the file, in it or at its top",
            static scene =>
            {
                scene.Daemon.Section["Freshnes"] = scene.Daemon.Section["Freshness"]!.DeepClone();
                scene.Daemon.Section.Remove("Freshness");
            }, "Freshnes", "Freshness"),
        Warned("start-misspelt-variable", "A section is misspelt in the environment.",
            "a misspelt section in the environment (`PANELACTOR__…`)",
            static scene => scene.Daemon.Environment.Add(("PANELACTOR__Default", scene.Name)), "PANELACTOR"),
        new("start-no-sink", "The log names a sink that there is not.",
            [Page + "a log sink that there is not, or whose assembly is missing"],
            static scene => RefuseAsync(scene, new JsonObject { ["WriteTo"] = new JsonArray(new JsonObject { ["Name"] = "Fil" }) }, "Fil"))
        {
            IsAlone = true, IsStarted = false, Promise = Ends,
        },
        new("start-idle-log-key", "A key of Log is idle beside the section Serilog.",
            [Page + "a key of `Log` that the section `Serilog` makes idle"],
            static scene =>
            {
                scene.Daemon.Section["Log"]!["Level"] = "debug";
                return WarnAsync(scene,
                    new JsonObject { ["MinimumLevel"] = new JsonObject { ["Default"] = "Information" } }, "Log", "Serilog");
            })
        {
            IsAlone = true, IsStarted = false, Promise = Ends,
        },
        Refused("start-password", "The address of a feed has a user and a password.", "user and password in a URL",
            static scene => scene.Daemon.Section["Sources"]![0]!["Url"] = "http://drill:s3cret@localhost:1/feed", "Url"),
        new("start-output-without-store", "--source takes a store away that an output needs.",
            [Page + "`--source` takes a store away that an output needs"], OutputAsync)
        {
            IsAlone = true, IsStarted = false, Promise = Ends,
        },
    ];

    private static DrillFault Refused(string name, string causes, string row, Action<DrillScene> spoil, params string[] parts) =>
        new(name, causes, [Page + row], scene =>
        {
            spoil(scene);
            return RefuseAsync(scene, null, parts);
        })
        {
            IsAlone = true,
            IsStarted = false,
            Promise = Ends,
        };

    private static DrillFault Warned(string name, string causes, string row, Action<DrillScene> spoil, params string[] parts) =>
        new(name, causes, [Page + row], scene =>
        {
            spoil(scene);
            return WarnAsync(scene, null, parts);
        })
        {
            IsAlone = true,
            IsStarted = false,
            Promise = Ends,
        };

    private static async Task RefuseAsync(DrillScene scene, JsonObject? serilog, params string[] parts)
    {
        scene.Daemon.Configure(serilog);
        await EndsAsync(scene, ["run", "--config", scene.Daemon.File], parts);
    }

    private static async Task EndsAsync(DrillScene scene, string[] arguments, params string[] parts)
    {
        scene.Cause();
        var (code, output) = await scene.Daemon.OnceAsync(arguments, scene.Token);
        scene.Seen();
        scene.Check(code == 1, $"the exit code was {code}");
        foreach (var part in parts) scene.Check(output.Contains(part, StringComparison.Ordinal), $"no line names {part}: {output}");
        scene.Check(!output.Contains("s3cret", StringComparison.Ordinal), "a secret was repeated");
        scene.Check(!output.Contains("   at ", StringComparison.Ordinal), $"there is a stack trace: {output}");
        scene.Check(scene.Feed.Listener.Requests == 0, "a feed was connected");
        scene.Check(!File.Exists(Path.Combine(scene.Daemon.Folder, "state.db")), "the database was opened");
    }

    private static async Task WarnAsync(DrillScene scene, JsonObject? serilog, params string[] parts)
    {
        scene.Cause();
        await scene.Daemon.StartAsync(scene.Token, serilog);
        await scene.LoggedAsync([.. parts, "WRN"]);
    }

    private static async Task FileAsync(DrillScene scene)
    {
        await EndsAsync(scene, ["run", "--config", scene.Daemon.File], "panelactors.json");
        await File.WriteAllTextAsync(scene.Daemon.File, "{\"PanelActors\":", scene.Token);
        await EndsAsync(scene, ["run", "--config", scene.Daemon.File], "panelactors.json");
    }

    private static async Task PortAsync(DrillScene scene)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        scene.Daemon.Section["Urls"] = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        await RefuseAsync(scene, null, $"{((IPEndPoint)taken.LocalEndpoint).Port}");
        var (code, output) = await scene.Daemon.OnceAsync(["check", "--config", scene.Daemon.File], scene.Token);
        scene.Check(code == 0 && output.Contains("cannot be listened on", StringComparison.Ordinal), $"check did not warn of it: {output}");
    }

    private static async Task OutputAsync(DrillScene scene)
    {
        scene.Daemon.Section["Outputs"] = new JsonObject
        {
            ["Files"] = new JsonArray(new JsonObject { ["Store"] = scene.Name, ["Path"] = Path.Combine(scene.Daemon.Folder, "out.json") }),
        };
        scene.Daemon.Configure();
        await EndsAsync(scene, ["run", "--config", scene.Daemon.File, "--source", $"other={scene.Feed.Url}"], scene.Name);
    }
}
