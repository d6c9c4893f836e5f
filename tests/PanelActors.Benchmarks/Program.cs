using System.CommandLine;
using PanelActors.Benchmarks;

var diffs = new Option<int>("--diffs") { Description = "How many diffs to send.", DefaultValueFactory = _ => 100_000 };
var seed = new Option<int>("--seed") { Description = "Seed of the workload.", DefaultValueFactory = _ => 1 };
var ingest = new Command("ingest", "Bytes to applied state, beside a bare tokenising pass.") { diffs, seed };
ingest.SetAction(result => IngestLoad.RunAsync(result.GetValue(diffs), result.GetValue(seed)));
var load = new Command("load", "Measures the whole, side by side with something to compare it with.") { ingest };
return await new RootCommand("PanelActors benchmarks") { load }.Parse(args).InvokeAsync();
