namespace PanelActors.Http.Access;

/// <summary>Has the files of access looked at, and the rights of the streams, twice a second.</summary>
internal sealed class AccessWatch(AccessControl control, StreamLeases leases, TimeProvider time, ILogger<AccessWatch> log)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;
    private bool _isDisposed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watching = WatchAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching.WaitAsync(cancellationToken);
    }

    /// <summary>One look.</summary>
    public void Look()
    {
        control.Refresh();
        leases.Check();
    }

    public void Dispose()
    {
        // Registered twice, so disposed of twice.
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task WatchAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(AccessControl.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    Look();
                }
                catch (Exception fault) when (fault is not OutOfMemoryException)
                {
                    // A fault in one look must not end all later ones: rights would last for good.
                    log.LogError(fault, "The rights of the streams could not be looked at");
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }
}
