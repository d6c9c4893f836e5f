using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace PanelActors.Hosting;

/// <summary>SIGHUP, at which the daemon reads its configuration again. Several at once count as one.</summary>
internal sealed class HangUps
{
    // Never disposed of: the signal must not end a process that is about to stop either.
    private static readonly ConcurrentBag<PosixSignalRegistration> Registrations = [];

    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Handles the signal, which from now on does not end the process.</summary>
    public static HangUps Listen()
    {
        var hangUps = new HangUps();
        // On Windows it means that the console is closed, which ends the process in any case.
        if (!OperatingSystem.IsWindows()) Registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, hangUps.Take));
        return hangUps;
    }

    /// <summary>Done at the next signal, or at once if one arrived since the last call.</summary>
    public async Task WaitAsync(CancellationToken cancellation) => await _signals.Reader.ReadAsync(cancellation);

    private void Take(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _signals.Writer.TryWrite(true);
    }
}
