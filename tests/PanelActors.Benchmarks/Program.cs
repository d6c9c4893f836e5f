using System.CommandLine;
using BenchmarkDotNet.Running;
using PanelActors.Benchmarks.Loads;
using PanelActors.Benchmarks.Parts;
using PanelActors.Benchmarks.Relays;
using PanelActors.Benchmarks.Soak;
using PanelActors.Benchmarks.Workloads;

// BenchmarkDotNet reads its own command line.
if (args is ["parts", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(InProcess).Assembly).Run(args[1..], new InProcess());
    return 0;
}

var workload = new Option<WorkloadKind>("--workload") { Description = "What the stream is like." };
var events = new Option<int>("--events") { Description = "Events of the stream.", DefaultValueFactory = _ => 1_000, Required = true };
var seed = new Option<int>("--seed") { Description = "Seed of the stream.", DefaultValueFactory = _ => 1 };
var feed = new Command(
    FeedProcess.Command, "Serves a workload until the input ends; what the load ingest reads from.") { workload, events, seed };
feed.Hidden = true;
feed.SetAction(
    result => FeedProcess.ServeAsync(Workload.Create(result.GetValue(workload), result.GetValue(events), result.GetValue(seed))));

var urls = new Option<string>("--urls") { Description = "Where to listen.", Required = true };
var empty = new Command(StartupLoad.EmptyCommand, "Serves nothing; what the load startup compares with.") { urls };
empty.Hidden = true;
empty.SetAction(result => StartupLoad.ServeEmptyAsync(result.GetValue(urls)!));

var port = new Option<int>("--port") { Description = "Where the server listens.", Required = true };
var count = new Option<int>("--count") { Description = "How many.", Required = true };
var key = new Option<string?>("--key") { Description = "The key that they show." };
var clients = new Command(
    RelayClients.Command, "Subscribes many times until the input ends; what the loads fanout and latency read with.") { port, count, key };
clients.Hidden = true;
clients.SetAction(result => RelayClients.ServeAsync(result.GetValue(port), result.GetValue(count), result.GetValue(key)));

var root = new RootCommand(
    "PanelActors benchmarks: load, soak, and parts with the arguments of BenchmarkDotNet.")
{
    LoadCommands.Create(), SoakCommand.Create(), feed, empty, clients,
};
return await root.Parse(args).InvokeAsync();
