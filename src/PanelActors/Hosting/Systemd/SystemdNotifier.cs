using System.Net.Sockets;

namespace PanelActors.Hosting.Systemd;

/// <summary>
/// Tells the service manager when the daemon is ready, when it stops, and, as often as it wants to hear that, that it lives. Silent
/// while it does not: the service manager ends it then.
/// </summary>
internal sealed class SystemdNotifier(
    SystemdSettings settings, Func<TimeSpan, Task<bool>> isAlive, TimeProvider time, ILogger<SystemdNotifier> log)
    : IHostedLifecycleService, IAsyncDisposable
{
    private readonly NotifySocket? _socket = settings.Socket is { } path ? new NotifySocket(path) : null;
    private readonly CancellationTokenSource _stopping = new();
    private Task _pings = Task.CompletedTask;
    private bool _isMuted;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_socket is null) return Task.CompletedTask;
        Send("READY=1");
        if (settings.Watchdog is { } watchdog) _pings = PingAsync(watchdog / 2, _stopping.Token);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Send("STOPPING=1");
        // From here on the service manager counts the time itself.
        return _stopping.CancelAsync();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _pings;
        _stopping.Dispose();
    }

    private async Task PingAsync(TimeSpan interval, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                if (await isAlive(interval)) Send("WATCHDOG=1");
                else
                    log.LogError("No sign of life of actors or web server within {Seconds} s: none for the service manager", interval.TotalSeconds);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The daemon ends.
        }
    }

    private void Send(string state)
    {
        try
        {
            _socket?.Send(state);
        }
        catch (SocketException fault)
        {
            if (!_isMuted) log.LogWarning("The service manager cannot be told {State:l}: {Fault:l}", state, fault.Message);
            _isMuted = true;
        }
    }
}
