using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace PanelActors.Hosting;

/// <summary>SIGHUP, which asks a daemon to read its configuration again. Several that come at once ask once.</summary>
internal sealed class HangUps
{
    // Held for good: a process that is about to end shall not be ended by it either.
    private static readonly ConcurrentBag<PosixSignalRegistration> Held = [];

    private readonly Channel<bool> _came = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Listens to the signal, which from now on does not end the process.</summary>
    public static HangUps Listen()
    {
        var hangUps = new HangUps();
        // There it means that the console is closed, and nothing keeps the process alive.
        if (!OperatingSystem.IsWindows()) Held.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, hangUps.Take));
        return hangUps;
    }

    /// <summary>Done when one comes, or has come since the last time.</summary>
    public async Task WaitAsync(CancellationToken cancellation) => await _came.Reader.ReadAsync(cancellation);

    private void Take(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _came.Writer.TryWrite(true);
    }
}
