using System.Diagnostics;
using System.Globalization;
using PanelActors.Hosting;

namespace PanelActors.Benchmarks.Soak;

/// <summary>The daemon as a child process that can be killed and started again, always on the same port.</summary>
internal sealed class SoakDaemon(string folder, Uri url) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(10) };
    private Process? _process;

    /// <summary>Where it listens.</summary>
    public Uri Url => url;

    /// <summary>Whether the process runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <exception cref="TimeoutException">It does not answer within a minute.</exception>
    public async Task StartAsync()
    {
        string[] arguments = [typeof(DaemonHost).Assembly.Location, "run", "--config", "soak.json"];
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        // Output that is not read would block the process.
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, line) =>
        {
            if (line.Data is not null) Console.Error.WriteLine(line.Data);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience && IsRunning)
        {
            try
            {
                using var response = await _http.GetAsync("health/live");
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The daemon does not start.");
    }

    /// <summary>Kills it, so that it can save nothing.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>The body of an answer.</summary>
    public Task<string> GetAsync(string path) => _http.GetStringAsync(path);

    /// <summary>What the process holds now.</summary>
    public SoakFigures Figures()
    {
        _process!.Refresh();
        var handles = Directory.GetFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/fd")).Length;
        return new SoakFigures(_process.WorkingSet64 / (1024.0 * 1024), handles, _process.Threads.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _http.Dispose();
    }
}
