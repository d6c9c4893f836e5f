using Microsoft.AspNetCore.Hosting.Server;
using PanelActors.History;
using PanelActors.Hosting.Systemd;
using PanelActors.Recording;
using PanelActors.Relay;

namespace PanelActors.Hosting;

/// <summary>
/// How the daemon stops: <see cref="Steps"/>, one after another. A step that fails or is not done in time is logged and left behind. Time
/// that a step does not use remains for those after it.
/// </summary>
internal sealed class Shutdown(
    ConfigurationReloader reloader, RelayHub relays, SystemdNotifier serviceManager, StatePersistence states, FileOutputs files,
    IServer webServer, LiveStores stores, StoreWatchers watchers, HistoryWriter history,
    LocalFeeds simulator, RelayIdPersistence ids, RecordingWriter recordings, TimeProvider time, ILogger<Shutdown> log)
{
    /// <summary>All budgets together: half a second less than the five within which the process ends.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4.5);

    /// <summary>How long the actor system may take to end.</summary>
    public static readonly TimeSpan ActorsBudget = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan GoodByeBudget = TimeSpan.FromSeconds(0.4);

    /// <summary>What is done, in this order.</summary>
    public IReadOnlyList<ShutdownStep> Steps =>
    [
        // Stores that are being replaced would miss the steps below.
        new("the reload of the configuration", TimeSpan.FromSeconds(0.25), reloader.StopAsync),
        new("the good-bye to subscribers", GoodByeBudget, _ => SayGoodByeAsync()),
        // From here on the service manager counts the time itself.
        new("the notice to the service manager", TimeSpan.FromSeconds(0.1), _ => serviceManager.StopAsync()),
        // A state is worth more than a file.
        new("the last save of states", TimeSpan.FromSeconds(1), states.SaveAllAsync),
        new("the last entries of the history", TimeSpan.FromSeconds(0.75), EndHistoryAsync),
        new("the last write of files", TimeSpan.FromSeconds(0.4), files.WriteAllAsync),
        new("the web server", TimeSpan.FromSeconds(0.4), webServer.StopAsync),
        new("the actor system", ActorsBudget, _ => stores.TerminateAsync()),
        new("the end of the recordings", TimeSpan.FromSeconds(0.3), recordings.StopAsync),
        new("the built-in feed", TimeSpan.FromSeconds(0.2), _ => simulator.DisposeAsync().AsTask()),
        new("the reservation of event ids", TimeSpan.FromSeconds(0.2), ids.StopAsync),
    ];

    /// <summary>Takes all steps; never fails.</summary>
    public Task RunAsync() => RunAsync(Steps, time, log);

    /// <inheritdoc cref="RunAsync()"/>
    internal static async Task RunAsync(IReadOnlyList<ShutdownStep> steps, TimeProvider time, ILogger log)
    {
        var (begun, deadline) = (time.GetTimestamp(), TimeSpan.Zero);
        foreach (var step in steps)
        {
            deadline += step.Budget;
            var left = deadline - time.GetElapsedTime(begun);
            using var expiry = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
            try
            {
                // On another thread, since a step that blocks its thread is left behind as well.
                await Task.Run(() => step.RunAsync(expiry.Token), CancellationToken.None).WaitAsync(expiry.Token);
            }
            catch (OperationCanceledException) when (expiry.IsCancellationRequested)
            {
                log.LogWarning("The stop goes on without {Step:l}, which is not done in time", step.Name);
            }
            catch (Exception fault)
            {
                log.LogError(fault, "The stop goes on without {Step:l}, which failed", step.Name);
            }
        }
    }

    // After this the history knows how the stores were when the daemon stopped.
    private async Task EndHistoryAsync(CancellationToken cancellation)
    {
        await watchers.StopAllAsync();
        await history.StopAsync(cancellation);
    }

    private async Task SayGoodByeAsync()
    {
        if (!await relays.EndAllAsync("shutdown", GoodByeBudget)) log.LogWarning("Not every subscriber got a good-bye");
    }
}
