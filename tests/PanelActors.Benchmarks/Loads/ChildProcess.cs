using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PanelActors.Hosting;

namespace PanelActors.Benchmarks.Loads;

/// <summary>A .NET program in a separate process that answers HTTP on a given port.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    private readonly Process _process;
    private readonly long _started = Stopwatch.GetTimestamp();

    private ChildProcess(string program, string folder, int port, string[] arguments)
    {
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments, "--urls", Url.ToString()])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        // Output that is not read would block the process.
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Processor time it has taken so far, user and kernel.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Its resident memory.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts the daemon.</summary>
    public static ChildProcess Daemon(string folder, params string[] arguments) => Daemon(null, folder, arguments);

    /// <summary>Starts the daemon <paramref name="program"/>; null for the one that was built with this program.</summary>
    public static ChildProcess Daemon(string? program, string folder, string[] arguments) =>
        new(program is null ? typeof(DaemonHost).Assembly.Location : Path.GetFullPath(program), folder, FreePort(), ["run", .. arguments]);

    /// <summary>Starts this program with another command.</summary>
    public static ChildProcess Self(string folder, params string[] arguments) =>
        new(typeof(ChildProcess).Assembly.Location, folder, FreePort(), arguments);

    /// <summary>The time from its start to the first answer of <paramref name="path"/> that <paramref name="accepts"/> takes.</summary>
    public async Task<TimeSpan> FirstAnswerAsync(string path, Func<string, bool> accepts)
    {
        using var http = new HttpClient { BaseAddress = Url };
        while (Stopwatch.GetElapsedTime(_started) is var elapsed && elapsed < Patience)
        {
            try
            {
                using var response = await http.GetAsync(path);
                if (response.IsSuccessStatusCode && accepts(await response.Content.ReadAsStringAsync()))
                    return Stopwatch.GetElapsedTime(_started);
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It does not listen yet.
            }

            await Task.Delay(Look);
        }

        throw new TimeoutException($"No such answer of {Url}{path}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
