using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PanelActors.Drill;

/// <summary>The daemon as users start it: this same program, in a separate process, in a folder of the drill.</summary>
internal sealed class DaemonChild : IAsyncDisposable
{
    private const int MaxLines = 20_000;
    private const string Listens = "listens on ";
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(30);

    // What a program needs to run at all. The configuration of a daemon of the user's is not among it.
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "DOTNET_ROOT", "LD_LIBRARY_PATH"];

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DaemonChild(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it wrote so far, line by line.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it with <paramref name="arguments"/> and these variables.</summary>
    public static DaemonChild Start(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var (program, first) = Program();
        var start = new ProcessStartInfo(program, [.. first, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Clear();
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) start.Environment[name] = value;
        }

        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Where it listens. Waits for it.</summary>
    public async Task<Uri> ListeningAsync(CancellationToken cancellation)
    {
        var ended = _process.WaitForExitAsync(cancellation);
        if (await Task.WhenAny(_listening.Task, ended).WaitAsync(MaxStart, cancellation) == ended && !_listening.Task.IsCompleted)
            throw new PromiseBrokenException($"the daemon ended at its start: {string.Join("; ", Lines.TakeLast(3))}");
        return await _listening.Task;
    }

    /// <summary>Its exit code. Waits for its end.</summary>
    public async Task<int> EndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).WaitAsync(MaxStart, cancellation);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal: SIGHUP is 1, SIGTERM 15.</summary>
    public void Signal(int signal)
    {
        if (!_process.HasExited && kill(_process.Id, signal) != 0)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Signal {signal} cannot be sent."));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static (string Program, string[] First) Program()
    {
        var own = Environment.ProcessPath;
        var assembly = typeof(DaemonChild).Assembly;
        return own is not null && Path.GetFileNameWithoutExtension(own) == assembly.GetName().Name
            ? (own, [])
            : ("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".dll")]);
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (_lines)
        {
            if (_lines.Count < MaxLines) _lines.Add(line);
        }

        var at = line.IndexOf(Listens, StringComparison.Ordinal);
        if (at >= 0 && Uri.TryCreate(line[(at + Listens.Length)..].Trim(), UriKind.Absolute, out var address))
            _listening.TrySetResult(address);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);
}
