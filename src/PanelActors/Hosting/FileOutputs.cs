using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Files;
using PanelActors.Snapshots;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>The files that show stores, and the actors that keep them up to date.</summary>
internal sealed class FileOutputs(
    PanelActorsOptions options, StoreRegistry stores, SnapshotRenderer renderer, PanelActorsMetrics metrics, TimeProvider time,
    ILoggerFactory logs)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(5);

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
            var throttle = new LogThrottle(time, LogInterval);
            var actor = Props.Create(() => new FileOutputActor(writer, metrics.Files, time, throttle, log));
            files.Add(system.ActorOf(actor, $"file-{files.Count}"));
        }

        _files = files;
    }

    /// <summary>Makes every file show the state of its store now.</summary>
    /// <exception cref="OperationCanceledException">Not every file could be written in time.</exception>
    public Task WriteAllAsync(CancellationToken cancellation) =>
        Task.WhenAll(_files.Select(file => file.Ask<WriteDone>(WriteNow.Instance, cancellation)));
}
