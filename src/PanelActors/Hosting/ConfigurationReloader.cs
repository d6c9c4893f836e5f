using System.Security.Cryptography;
using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>
/// Follows the configuration file while the daemon runs. It reads the content every second, which notices every way in which editors and
/// orchestrators replace a file, and costs little for a few kilobytes. SIGHUP makes it read at once.
/// </summary>
internal sealed class ConfigurationReloader(
    LoadedConfiguration started, LiveStores stores, IEnumerable<IReconfigurable> parts, HangUps hangUps, ConfigurationMetrics metrics,
    TimeProvider time, ILogger<ConfigurationReloader> log)
    : IHostedService, IDisposable
{
    private const string HangUp = "SIGHUP: ";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;
    private bool _isDisposed;
    private string? _seen;
    private string? _refused;

    /// <summary>Applies the file if it has changed and has no faults; one check at a time.</summary>
    /// <param name="cancellation">Gives up as long as nothing has changed.</param>
    public Task CheckAsync(CancellationToken cancellation) => InTurnAsync(
        async () =>
        {
            // The file may have changed between the load at the start and the first check.
            var isFirst = _seen is null;
            // A refusal may be about another file, such as a missing header file: check again until it is settled.
            if (!SeeChange() && _refused is null) return;
            await ReloadAsync(by: "", isSilent: isFirst, cancellation);
        },
        cancellation);

    /// <summary>Applies the file whether it has changed or not, since the files it names may have, and logs the outcome.</summary>
    /// <param name="cancellation">Gives up as long as nothing has changed.</param>
    public Task ReloadAsync(CancellationToken cancellation) => InTurnAsync(
        async () =>
        {
            if (started.File is null)
            {
                log.LogInformation("{By:l}There is no configuration file to read again", HangUp);
                return;
            }

            SeeChange();
            _refused = null;
            await ReloadAsync(HangUp, isSilent: false, cancellation);
        },
        cancellation);

    // Not a BackgroundService: the host logs one as failed that is stopped before it runs.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _following = Task.WhenAll(
            started.File is null ? Task.CompletedTask : CheckEverySecondAsync(_stopping.Token), ReloadAtHangUpAsync(_stopping.Token));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _following.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        // Registered twice, so disposed of twice.
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        // Also for a host that is disposed of without a stop.
        _stopping.Cancel();
        _stopping.Dispose();
        _lock.Dispose();
    }

    private async Task CheckEverySecondAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        await UntilStopAsync(
            async () =>
            {
                await timer.WaitForNextTickAsync(stopping);
                await CheckAsync(stopping);
            },
            stopping);
    }

    private Task ReloadAtHangUpAsync(CancellationToken stopping) => UntilStopAsync(
        async () =>
        {
            await hangUps.WaitAsync(stopping);
            await ReloadAsync(stopping);
        },
        stopping);

    // A fault in an edit must not end the daemon.
    private async Task UntilStopAsync(Func<Task> step, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await step();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The daemon stops.
            }
            catch (Exception fault)
            {
                log.LogError(fault, "{File:l} could not be applied whole", started.File);
            }
        }
    }

    private async Task InTurnAsync(Func<Task> work, CancellationToken cancellation)
    {
        await _lock.WaitAsync(cancellation);
        try
        {
            await work();
        }
        finally
        {
            _lock.Release();
        }
    }

    private bool SeeChange()
    {
        var fingerprint = FingerprintOf(started.File!);
        if (fingerprint == _seen) return false;
        (_seen, _refused) = (fingerprint, null);
        return true;
    }

    private async Task ReloadAsync(string by, bool isSilent, CancellationToken cancellation)
    {
        LoadedConfiguration loaded;
        ConfigurationChange change;
        IReadOnlyList<Action> prepared;
        try
        {
            loaded = started.Reload();
            (prepared, var faults) = Prepare(loaded);
            if (faults.Count > 0)
            {
                Refuse(by, [.. faults.Select(static fault => fault.ToString())]);
                return;
            }

            change = await stores.ApplyAsync(loaded.Checked.Options, () => TakeEffect(prepared), cancellation);
        }
        catch (Exception fault) when (fault is ConfigurationFileException or IOException)
        {
            Refuse(by, [fault.Message.ReplaceLineEndings(" ")]);
            return;
        }

        _refused = null;
        metrics.Succeeded(time.GetUtcNow());
        var late = LiveKeys.NeedingRestart(started.Root, loaded.Root);
        var isNone = change.IsNone && prepared.Count == 0;
        if (isSilent && isNone && late.Count == 0) return;
        if (by.Length > 0 && isNone) log.LogInformation("{By:l}{File:l} changes nothing", by, started.File);
        else log.LogInformation("{By:l}Configured anew by {File:l}: {Change:l}", by, started.File, change);
        foreach (var warning in loaded.Checked.Warnings) log.LogWarning("{Warning:l}", warning);
        if (late.Count > 0)
            log.LogWarning("These keys take effect when the daemon is started again: {Keys:l}", string.Join(", ", late));
    }

    private (IReadOnlyList<Action> Prepared, IReadOnlyList<ConfigurationFault> Faults) Prepare(LoadedConfiguration loaded)
    {
        var options = loaded.Checked.Options;
        ConfigurationFault[] faults = [.. loaded.Checked.Faults, .. LocalFeeds.FaultsOf(options)];
        if (faults.Length > 0) return ([], faults);
        var inTheWay = new FaultList();
        Action[] prepared = [.. parts.Select(part => part.Prepare(options, inTheWay)).OfType<Action>()];
        return (prepared, inTheWay.Faults);
    }

    private static void TakeEffect(IReadOnlyList<Action> prepared)
    {
        foreach (var takeEffect in prepared) takeEffect();
    }

    private void Refuse(string by, IReadOnlyList<string> faults)
    {
        var text = string.Join('\n', faults);
        if (text == _refused) return;
        _refused = text;
        metrics.Refused();
        log.LogWarning("{By:l}{File:l} is refused, the configuration before it goes on:", by, started.File);
        foreach (var fault in faults) log.LogWarning("{Fault:l}", fault);
    }

    // A file that cannot be read has a fingerprint too; the load reports why.
    private static string FingerprintOf(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexString(SHA256.HashData(stream));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.GetType().Name;
        }
    }
}
