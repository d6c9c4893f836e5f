using System.Security.Cryptography;
using PanelActors.Configuration;

namespace PanelActors.Hosting;

/// <summary>
/// Follows the configuration file while the daemon runs. It looks at the content itself every second: that sees every way in
/// which editors and orchestrators replace a file, and a file of a few kilobytes costs nothing to read.
/// </summary>
internal sealed class ConfigurationReloader(LoadedConfiguration started, LiveStores stores, TimeProvider time, ILogger<ConfigurationReloader> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private string? _seen;
    private string? _refused;

    /// <summary>
    /// Looks whether the file has changed, and applies it if it has no faults. Done when that is done; one look at a time.
    /// </summary>
    /// <param name="cancellation">Gives up as long as nothing has changed.</param>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var fingerprint = FingerprintOf(started.File!);
            var changed = fingerprint != _seen;
            // What was loaded may have been changed since, before the first look.
            var isFirst = _seen is null;
            // A refusal may be about something else than the file, such as a missing header file: look again until it is settled.
            if (!changed && _refused is null) return;
            _seen = fingerprint;
            if (changed) _refused = null;
            await ReloadAsync(isFirst, cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (started.File is null) return;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await CheckAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }

    private async Task ReloadAsync(bool isFirst, CancellationToken cancellation)
    {
        LoadedConfiguration loaded;
        ConfigurationChange change;
        try
        {
            loaded = started.Reload();
            ConfigurationFault[] faults = [.. loaded.Checked.Faults, .. SimulatorService.FaultsOf(loaded.Checked.Options)];
            if (faults.Length > 0)
            {
                Refuse([.. faults.Select(static fault => fault.ToString())]);
                return;
            }

            change = await stores.ApplyAsync(loaded.Checked.Options, cancellation);
        }
        catch (Exception fault) when (fault is ConfigurationFileException or IOException)
        {
            Refuse([fault.Message.ReplaceLineEndings(" ")]);
            return;
        }

        _refused = null;
        var late = LiveKeys.NeedingRestart(started.Root, loaded.Root);
        if (isFirst && change.IsNone && late.Count == 0) return;
        log.LogInformation("Configured anew by {File:l}: {Change:l}", started.File, change);
        foreach (var warning in loaded.Checked.Warnings) log.LogWarning("{Warning:l}", warning);
        if (late.Count > 0)
            log.LogWarning("These keys take effect when the daemon is started again: {Keys:l}", string.Join(", ", late));
    }

    private void Refuse(IReadOnlyList<string> faults)
    {
        var text = string.Join('\n', faults);
        if (text == _refused) return;
        _refused = text;
        log.LogWarning("{File:l} is refused, the configuration before it goes on:", started.File);
        foreach (var fault in faults) log.LogWarning("{Fault:l}", fault);
    }

    // What cannot be read is a content too: the reason why is said when it is loaded.
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
