using PanelActors.Relay;


namespace PanelActors.Hosting;

/// <summary>
/// Tells subscribers good-bye when the host is told to stop, before anything stops that they read from. The host asks its services in the
/// reverse order of their registration, one after another, and stops none before it has asked all: this one is registered last.
/// </summary>
internal sealed class RelayFarewell(RelayHub relays, ILogger<RelayFarewell> log) : IHostedLifecycleService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (!await relays.EndAllAsync("shutdown", Longest)) log.LogWarning("Not every subscriber could be told that the daemon stops");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
