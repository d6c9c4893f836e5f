using System.Runtime.InteropServices;

namespace PanelActors.Hosting.Cli;

/// <summary>Ends a command at Ctrl-C or SIGTERM, so that it can finish what it does.</summary>
internal sealed class PosixStop : IDisposable
{
    private readonly CancellationTokenSource _stopping;
    private readonly PosixSignalRegistration[] _signals;

    private PosixStop(CancellationToken cancellation)
    {
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    /// <summary>Cancelled at the signal.</summary>
    public CancellationToken Token => _stopping.Token;

    /// <summary>Whether the signal has come.</summary>
    public bool IsCancellationRequested => _stopping.IsCancellationRequested;

    /// <summary>Listens from now on.</summary>
    public static PosixStop Listen(CancellationToken cancellation) => new(cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _stopping.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stopping.Cancel();
    }
}
