using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Files;
using PanelActors.Snapshots;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>The files that show stores: keeps each up to date, and writes the last states at the stop.</summary>
internal sealed class FileOutputs(
    PanelActorsOptions options, StoreRegistry stores, SnapshotRenderer renderer, PanelActorsMetrics metrics, TimeProvider time, ILoggerFactory logs)
    : IHostedLifecycleService
{
    // What comes before and after it at a stop needs its part of the five seconds, too.
    private static readonly TimeSpan LongestLastWrite = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(5);

    private readonly ILogger _log = logs.CreateLogger<FileOutputs>();
    private volatile IReadOnlyList<IActorRef> _files = [];

    /// <summary>Starts to write all files.</summary>
    public void Start(ActorSystem system)
    {
        var log = logs.CreateLogger<FileOutputActor>();
        var files = new List<IActorRef>();
        foreach (var file in options.Outputs.Files)
        {
            var writer = new FileWriter(FileOutput.Of(file), stores, renderer, options.Limits, time);
            metrics.Files.Introduce(writer.Output.Name);
            files.Add(system.ActorOf(
                Props.Create(() => new FileOutputActor(writer, metrics.Files, time, new LogThrottle(time, LogInterval), log)), $"file-{files.Count}"));
        }

        _files = files;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_files.Select(file => file.Ask<WriteDone>(WriteNow.Instance, LongestLastWrite, cancellationToken)));
        }
        catch (Exception late) when (late is AskTimeoutException or OperationCanceledException)
        {
            _log.LogWarning("Not every file could be written within {Seconds} s; those keep what they showed before", LongestLastWrite.TotalSeconds);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
