using System.CommandLine;
using PanelActors.Benchmarks.Reports;
using PanelActors.Benchmarks.Workloads;
using PanelActors.Simulator;

namespace PanelActors.Benchmarks.Loads;

/// <summary>The command line of the loads.</summary>
public static class LoadCommands
{
    private static readonly Option<bool> Short = new("--short") { Description = "Over in about 20 seconds." };
    private static readonly Option<WorkloadKind> Kind = new("--workload") { Description = "What the stream is like." };
    private static readonly Option<int?> Events = new("--events") { Description = "Events of the stream." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the stream.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double?> Minutes = new("--minutes") { Description = "How long to run; only steady." };
    private static readonly Option<string?> Daemon =
        new("--daemon") { Description = "Another daemon to start in place of the built one; startup, steady.", HelpName = "FILE" };
    private static readonly Option<string?> Json = new("--json") { Description = "Where to write the figures.", HelpName = "FILE" };
    private static readonly Option<double?> FailBeyond = new("--fail-beyond")
    {
        Description = "Exit with 1 where a ratio misses its target by more than this factor.",
        HelpName = "FACTOR",
    };

    /// <summary>The command <c>load</c> with all loads below it.</summary>
    public static Command Create() => new("load", "Measures the whole, side by side with something to compare it with.")
    {
        Load("ingest", "Bytes to applied state, beside a bare tokenising pass and a naive ingestor.", IngestLoad.RunAsync),
        Load("framing", "Bytes to frames, beside the runtime's parser.", FramingLoad.RunAsync),
        Load("growth", "A diff to many panels beside one to few; publishing.", GrowthLoad.RunAsync),
        Load("snapshot", "Serving the snapshot, beside a static file and an empty endpoint.", SnapshotLoad.RunAsync),
        Load("startup", "Start to the first answer, beside an empty web application.", StartupLoad.RunAsync),
        Load("steady", "A steady rate for ten minutes.", SteadyLoad.RunAsync),
        Load(
            "fanout", "A relay with a thousand clients, beside one plain write for each event and client; what an idle client takes.",
            FanoutLoad.RunAsync),
        Load("latency", "How old an event is when a relay's client has read it.", LatencyLoad.RunAsync),
        Load("access", "What keys cost those that have them, and wrong ones everybody else.", AccessLoad.RunAsync),
        Load(
            "history", $"A long history: writing it, and pages of it; in PostgreSQL too where {HistoryLoad.Postgres} is set.",
            HistoryLoad.RunAsync),
        Load(
            "recording", "What a recorder costs, how fast a recording is verified, and the panels of moments of a week.",
            RecordingLoad.RunAsync),
        Load("watched", "What it costs that numbers are kept over time.", WatchedLoad.RunAsync),
        Sources(),
    };

    private static Command Load(string name, string description, Func<LoadSettings, Task<Report>> run)
    {
        var command = new Command(name, description) { Short, Kind, Events, Seed, Minutes, Daemon, Json, FailBeyond };
        command.SetAction(async result =>
        {
            var report = await run(new LoadSettings(
                result.GetValue(Kind), result.GetValue(Events), result.GetValue(Seed), result.GetValue(Short), result.GetValue(Minutes),
                result.GetValue(Daemon)));
            Write(report, name, result.GetValue(Json));
            if (result.GetValue(FailBeyond) is not { } factor) return 0;
            var far = report.FarFromTarget(factor);
            foreach (var row in far)
                Console.Error.WriteLine($"{name}: {row.What} is at {row.Ratio:0.00} of {row.Beside}, the target is {row.Target}");
            return far.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static void Write(Report report, string load, string? json)
    {
        report.Print(Console.Out);
        report.WriteJson(json ?? Path.Combine("artifacts", $"load-{load}.json"));
    }

    private static Command Sources()
    {
        var count = new Option<int>("--count")
        {
            Description = $"How many sources, 1 to {SimulatorServer.MaxFeeds}.",
            DefaultValueFactory = _ => 200,
        };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > SimulatorServer.MaxFeeds)
                result.AddError($"--count is from 1 to {SimulatorServer.MaxFeeds}.");
        });
        var seconds = new Option<int>("--seconds") { Description = "How long to measure.", DefaultValueFactory = _ => 30 };
        var plain =
            new Option<bool>("--plain") { Description = "Plain HTTP readers in place of the daemon: what the feeds themselves take." };
        var sources = new Command("sources", "What many sources at once take of the machine.") { count, seconds, plain, Json };
        sources.SetAction(async result =>
        {
            var run = result.GetValue(plain) ? SourcesLoad.RunPlainAsync : (Func<int, int, Task<Report>>)SourcesLoad.RunDaemonAsync;
            Write(await run(result.GetValue(count), result.GetValue(seconds)), "sources", result.GetValue(Json));
        });
        return sources;
    }
}
