using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using PanelActors.Configuration;
using PanelActors.Http;
using PanelActors.Watch;

namespace PanelActors.Hosting.Cli;

/// <summary>The command <c>watch</c>: a live view of a running daemon, in a terminal or as lines of text.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan FirstAnswerTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Watches <paramref name="store"/> (null = all stores in a terminal, the default store as lines of text) until a signal stops it. 1
    /// after a line on <paramref name="error"/> where nothing is there to be watched.
    /// </summary>
    public static async Task<int> RunAsync(
        DaemonAddress address, string? store, WatchZone? zone, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using var daemon = new DaemonClient(address, ConnectTimeout);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // The signals end the view, which then gives the terminal back.
        using var interrupt = StopAt(PosixSignal.SIGINT, stop);
        using var terminate = StopAt(PosixSignal.SIGTERM, stop);
        using var hangUp = StopAt(PosixSignal.SIGHUP, stop);
        if (await FirstAnswerAsync(daemon, store, error, stop.Token) is not { } stores) return stop.IsCancellationRequested ? 0 : 1;
        try
        {
            await ShowAsync(daemon, stores, store, zone, output, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
        catch (IOException)
        {
            // The output is closed.
        }

        return 0;
    }

    private static async Task ShowAsync(
        DaemonClient daemon,
        IReadOnlyList<StoreSummary> stores,
        string? store,
        WatchZone? zone,
        TextWriter output,
        CancellationToken cancellation)
    {
        if (!ReferenceEquals(output, Console.Out))
        {
            await WriteAsync(daemon, stores, store, zone, output, cancellation);
            return;
        }

        // Not the console's stream, which hides that the output is closed.
        using var handle = new SafeFileHandle(1, ownsHandle: false);
        await using var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        if (Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb")
        {
            await using var lines = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            await WriteAsync(daemon, stores, store, zone, lines, cancellation);
            return;
        }

        await using var session = new WatchSession(daemon, stores, TimeProvider.System);
        if (store is null && stores.Count > 1) session.StartOverview();
        else session.Start(store);
        await DrawAsync(session, zone ?? WatchZone.Local, stream, cancellation);
    }

    private static async Task WriteAsync(
        DaemonClient daemon,
        IReadOnlyList<StoreSummary> stores,
        string? store,
        WatchZone? zone,
        TextWriter output,
        CancellationToken cancellation)
    {
        await using var session = new WatchSession(daemon, stores, TimeProvider.System, hasTrends: false);
        await session.AskPeriodsAsync(store);
        session.Start(store);
        await new WatchText(session, zone ?? WatchZone.Utc, output).RunAsync(cancellation);
    }

    private static async Task DrawAsync(WatchSession session, WatchZone zone, Stream stream, CancellationToken cancellation)
    {
        using var window = new TerminalWindow(
            stream, inColor: Environment.GetEnvironmentVariable("NO_COLOR") is null or "",
            inAscii: AsciiText.IsNeeded(Environment.GetEnvironmentVariable));
        // Also where another thread brings the process down.
        UnhandledExceptionEventHandler give = (_, _) => window.Dispose();
        AppDomain.CurrentDomain.UnhandledException += give;
        try
        {
            var terminal = new WatchTerminal(session, window, zone, static () => (Console.WindowWidth, Console.WindowHeight));
            if (!Console.IsInputRedirected) ReadKeys(terminal);
            await terminal.RunAsync(cancellation);
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= give;
        }
    }

    // A separate thread: while it waits for a key the terminal does not echo.
    private static void ReadKeys(WatchTerminal terminal) => new Thread(() =>
    {
        try
        {
            while (true) terminal.Press(Console.ReadKey(intercept: true));
        }
        catch (InvalidOperationException)
        {
            // The keyboard is gone: the view goes on without keys.
        }
    })
    { IsBackground = true, Name = "keys" }.Start();

    private static PosixSignalRegistration StopAt(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });

    private static async Task<IReadOnlyList<StoreSummary>?> FirstAnswerAsync(
        DaemonClient daemon, string? store, TextWriter error, CancellationToken cancellation)
    {
        IReadOnlyList<StoreSummary> stores = [];
        try
        {
            var fault = await daemon.TryAsync(ListAsync, FirstAnswerTimeout, cancellation);
            if (fault is null) return stores;
            error.WriteLine(fault);
        }
        catch (OperationCanceledException)
        {
            // The signal came first.
        }

        return null;

        async Task<string?> ListAsync(CancellationToken limit)
        {
            stores = await daemon.ListStoresAsync(limit);
            return store is null || stores.Any(known => new StoreName(known.Name) == store)
                ? null
                : $"PanelActors at {daemon.Address.Origin} has no store '{store}'.";
        }
    }
}
