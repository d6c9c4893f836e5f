using System.Data.Common;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.Relay;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>
/// Makes the relays' ids grow over restarts, also where the clock was set back: reserves them in the database of the states before they are
/// used. Where nothing is saved, or the database does not answer, they go by the clock.
/// </summary>
internal sealed class RelayIdPersistence(PanelActorsOptions options, RelayIds ids, TimeProvider time, ILogger<RelayIdPersistence> log)
    : IAsyncDisposable
{
    // As long as the start waits for the states that the previous run saved.
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(5);

    private readonly IdReservation? _reservation =
        options.Persistence.Enabled ? new IdReservation(StateDatabase.Of(options.Persistence)) : null;
    private readonly CancellationTokenSource _stopping = new();
    private readonly LogThrottle _throttle = new(time, LogInterval);
    private Task _reserving = Task.CompletedTask;
    private bool _isRead;

    /// <summary>Goes on after the ids of previous runs. Done when the first reservation is made, or has failed.</summary>
    public async Task StartAsync()
    {
        if (_reservation is null) return;
        var first = Task.Run(() => ReserveAsync(_reservation));
        _reserving = ReserveRepeatedlyAsync(_reservation, first);
        try
        {
            await first.WaitAsync(MaxStart);
        }
        catch (TimeoutException)
        {
            Note("it takes its time to answer");
        }
    }

    /// <summary>
    /// Reserves no more. What is reserved stays so: nothing is lost where a connection that is being made to a silent server does not end
    /// at once, and is not waited for.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_reserving, Task.Delay(MaxStop, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_reserving.IsCompleted) _stopping.Dispose();
    }

    private async Task ReserveRepeatedlyAsync(IdReservation reservation, Task first)
    {
        await first;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token)) await ReserveAsync(reservation);
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }

    private async Task ReserveAsync(IdReservation reservation)
    {
        try
        {
            if (!_isRead)
            {
                ids.GoOnAfter(await reservation.ReadAsync(_stopping.Token));
                _isRead = true;
            }

            if (ids.Extension(time.GetUtcNow()) is not { } reserved) return;
            await reservation.WriteAsync(reserved, _stopping.Token);
            ids.SetReserved(reserved);
        }
        catch (Exception fault)
            when (fault is DbException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException
                or TimeoutException)
        {
            Note(fault.GetBaseException().Message);
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }

    private void Note(string why)
    {
        if (!_throttle.TryPass("ids", out _)) return;
        log.LogWarning(
            "The ids of events cannot be reserved ({Database:l}: {Why:l}): they go by the clock until they can",
            _reservation!.Database, why.ReplaceLineEndings(" "));
    }
}
