using System.Net.Sockets;

namespace PanelActors.Hosting.Systemd;

/// <summary>
/// Notifies the service manager when the daemon is ready, when it stops, and at half of the watchdog's time that it is alive. While it is
/// not, no notice goes out, and the service manager ends it.
/// </summary>
internal sealed class SystemdNotifier(
    SystemdSettings settings, Func<TimeSpan, Task<bool>> isAlive, TimeProvider time, ILogger<SystemdNotifier> log)
    : IAsyncDisposable
{
    private readonly NotifySocket? _socket = settings.Socket is { } path ? new NotifySocket(path) : null;
    private readonly CancellationTokenSource _stopping = new();
    private Task _pings = Task.CompletedTask;
    private bool _isMuted;

    /// <summary>The daemon is ready.</summary>
    public void Start()
    {
        if (_socket is null) return;
        Send("READY=1");
        if (settings.Watchdog is { } watchdog) _pings = PingAsync(watchdog / 2, _stopping.Token);
    }

    /// <summary>The daemon stops.</summary>
    public Task StopAsync()
    {
        Send("STOPPING=1");
        return _stopping.CancelAsync();
    }

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
                else LogNoLife(interval);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }

    private void LogNoLife(TimeSpan interval) => log.LogError(
        "No sign of life of actors or web server within {Seconds} s: none for the service manager", interval.TotalSeconds);

    private void Send(string state)
    {
        try
        {
            _socket?.Send(state);
        }
        catch (SocketException fault)
        {
            if (!_isMuted) log.LogWarning("The service manager cannot be notified of {State:l}: {Fault:l}", state, fault.Message);
            _isMuted = true;
        }
    }
}
