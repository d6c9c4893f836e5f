using System.Diagnostics;
using PanelActors.Hosting.Cli;

namespace PanelActors.Tests.Support;

/// <summary>The program as users start it: a process, with everything bounded in time.</summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private static readonly TimeSpan MaxRun = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly CancellationTokenSource _limit = new(MaxRun);
    private readonly Task<string> _error;

    private DaemonProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync(_limit.Token);
    }

    /// <summary>Starts it in <paramref name="folder"/>, with these environment variables besides the inherited ones.</summary>
    public static DaemonProcess Start(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Start(start, environment);
    }

    /// <summary>As the other, from a shell that has this umask.</summary>
    public static DaemonProcess StartUnder(
        string umask, string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        string[] shell = ["-c", $"umask {umask}; exec dotnet \"$@\"", "sh", typeof(CommandLine).Assembly.Location];
        var start = new ProcessStartInfo("sh", [.. shell, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Start(start, environment);
    }

    private static DaemonProcess Start(ProcessStartInfo start, (string Name, string Value)[] environment)
    {
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>The same with no more than this many files open at once.</summary>
    public static DaemonProcess StartWithFiles(int files, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "bash", ["-c", $"ulimit -n {files}; exec dotnet \"$@\"", "bash", typeof(CommandLine).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new(Process.Start(start)!);
    }

    /// <summary>The id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>The first line on stdout that has <paramref name="part"/>; fails when the output ends before.</summary>
    public async Task<string> LineWithAsync(string part)
    {
        while (await _process.StandardOutput.ReadLineAsync(_limit.Token) is { } line)
        {
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        }
        throw new InvalidOperationException($"No line with '{part}'. The errors: {await _error}");
    }

    /// <summary>Sends SIGTERM, as service managers do.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>Sends a signal: STOP makes it hang, CONT lets it go on.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(_limit.Token);
    }

    /// <summary>Ends it at once, wherever it is: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(_limit.Token);
    }

    /// <summary>A client of the address that the log names. Waits for that line.</summary>
    public async Task<HttpClient> ClientAsync()
    {
        var line = await LineWithAsync("listens on");
        return new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim()) };
    }

    /// <summary>Waits for its end: exit code, and what is left of both outputs.</summary>
    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(_limit.Token);
        var error = await _error;
        await _process.WaitForExitAsync(_limit.Token);
        return (_process.ExitCode, output, error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        _process.Dispose();
        _limit.Dispose();
    }
}
