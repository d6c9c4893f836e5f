using System.CommandLine;
using PanelActors.Benchmarks;
using PanelActors.Simulator;

var diffs = new Option<int>("--diffs") { Description = "How many diffs to send.", DefaultValueFactory = _ => 100_000 };
var seed = new Option<int>("--seed") { Description = "Seed of the workload.", DefaultValueFactory = _ => 1 };
var ingest = new Command("ingest", "Bytes to applied state, beside a bare tokenising pass.") { diffs, seed };
ingest.SetAction(result => IngestLoad.RunAsync(result.GetValue(diffs), result.GetValue(seed)));

var count = new Option<int>("--count") { Description = $"How many sources, 1 to {SimulatorServer.MaxFeeds}.", DefaultValueFactory = _ => 200 };
count.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > SimulatorServer.MaxFeeds) result.AddError($"--count is from 1 to {SimulatorServer.MaxFeeds}.");
});
var seconds = new Option<int>("--seconds") { Description = "How long to measure.", DefaultValueFactory = _ => 30 };
var plain = new Option<bool>("--plain") { Description = "Plain HTTP readers in place of the daemon: what the feeds themselves take." };
var sources = new Command("sources", "What many sources at once take of the machine.") { count, seconds, plain };
sources.SetAction(result => result.GetValue(plain)
    ? SourcesLoad.RunPlainAsync(result.GetValue(count), result.GetValue(seconds))
    : SourcesLoad.RunDaemonAsync(result.GetValue(count), result.GetValue(seconds)));

var load = new Command("load", "Measures the whole, side by side with something to compare it with.") { ingest, sources };
return await new RootCommand("PanelActors benchmarks") { load }.Parse(args).InvokeAsync();
