using PanelActors.Hosting.Listening;
using PanelActors.Hosting.Systemd;

namespace PanelActors.Hosting;

/// <summary>
/// What the daemon does when the host starts and stops, besides its actors, its web server and the reload of its configuration.
/// </summary>
internal sealed class DaemonLifecycle(ListenSockets sockets, LocalFeeds simulator, SystemdNotifier serviceManager, Shutdown shutdown)
    : IHostedLifecycleService
{
    // Before anything starts: a daemon that cannot have its addresses ends before it has connected to a feed.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        sockets.Bind();
        return Task.CompletedTask;
    }

    // Before the actor system, which is registered later: its sources connect as soon as they exist.
    public Task StartAsync(CancellationToken cancellationToken) => simulator.StartAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        serviceManager.Start();
        return Task.CompletedTask;
    }

    // The host stops no service before this is done, and those that a step has stopped have nothing left to do then.
    public Task StoppingAsync(CancellationToken cancellationToken) => shutdown.RunAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
