using System.Data.Common;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.Relay;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>
/// Has the relays' ids grow over restarts, also where the clock was set back: reserves them in the database of the states before they are
/// used. Where nothing is kept, or the database does not answer, they go by the clock.
/// </summary>
internal sealed class RelayIdKeeper(PanelActorsOptions options, RelayIds ids, TimeProvider time, ILogger<RelayIdKeeper> log) : IAsyncDisposable
{
    // As long as the start waits for the states that were kept.
    private static readonly TimeSpan LongestBegin = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(5);

    private readonly IdReservation? _reservation = options.Persistence.Enabled ? new IdReservation(StateDatabase.Of(options.Persistence)) : null;
    private readonly CancellationTokenSource _stopping = new();
    private readonly LogThrottle _throttle = new(time, LogInterval);
    private Task _keeping = Task.CompletedTask;
    private bool _isRead;

    /// <summary>Goes on after what former runs used, and keeps reserving from then on. Done when the first reservation is made, or has failed.</summary>
    public async Task BeginAsync()
    {
        if (_reservation is null) return;
        var first = Task.Run(() => ReserveAsync(_reservation));
        _keeping = KeepAsync(_reservation, first);
        try
        {
            await first.WaitAsync(LongestBegin);
        }
        catch (TimeoutException)
        {
            Note("it takes its time to answer");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // A connection that is being made to a silent server is not given up at once: the process goes without it.
        await Task.WhenAny(_keeping, Task.Delay(LongestEnd, CancellationToken.None));
        if (_keeping.IsCompleted) _stopping.Dispose();
    }

    private async Task KeepAsync(IdReservation reservation, Task first)
    {
        await first;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token)) await ReserveAsync(reservation);
        }
        catch (OperationCanceledException)
        {
            // The daemon stops. What is reserved stays so.
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
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or TimeoutException)
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
            "The ids of events cannot be reserved ({Database:l}: {Why:l}): they go by the clock until they can", _reservation!.Database, why.ReplaceLineEndings(" "));
    }
}
