using System.Diagnostics;
using PanelActors.Hosting.Cli;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Docs;

/// <summary>
/// One command line in a shell, in a new folder that has the shipped configuration and where <c>panelactors</c> is the program that
/// was built. Everything is bounded in time.
/// </summary>
internal sealed class DocShell : IAsyncDisposable
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder;
    private readonly Process _shell;
    private readonly CancellationTokenSource _limit = new(MaxDuration);
    private readonly Task<string> _error;

    private DocShell(TemporaryFolder folder, Process shell)
    {
        (_folder, _shell) = (folder, shell);
        _error = shell.StandardError.ReadToEndAsync(_limit.Token);
    }

    private string PidFile => Path.Combine(_folder.Path, "pid");

    /// <summary>
    /// Starts <paramref name="command"/>. By its configuration the program listens, or looks, at <paramref name="urls"/>.
    /// </summary>
    public static DocShell Start(string command, string urls)
    {
        var folder = new TemporaryFolder();
        var shipped = Settings.Shipped("");
        foreach (var file in Directory.EnumerateFiles(shipped, "*.json", SearchOption.AllDirectories))
            folder.Write(Path.Combine("config", Path.GetRelativePath(shipped, file)), File.ReadAllText(file));
        var program = $"panelactors() (echo $BASHPID > '{folder.Path}/pid'; exec dotnet '{typeof(CommandLine).Assembly.Location}' \"$@\")";
        var start = new ProcessStartInfo("bash", ["-o", "pipefail", "-c", $"{program}\n{command}"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PANELACTORS__Urls"] = urls;
        var shell = Process.Start(start)!;
        shell.StandardInput.Close();
        return new DocShell(folder, shell);
    }

    /// <summary>Waits for a line of output that has <paramref name="part"/>.</summary>
    public async Task UntilLineAsync(string part)
    {
        while (await _shell.StandardOutput.ReadLineAsync(_limit.Token) is { } line)
        {
            if (line.Contains(part, StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException($"It ended without '{part}'. Its errors: {await _error}");
    }

    /// <summary>Sends SIGTERM to the program that the shell has started.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", (await File.ReadAllTextAsync(PidFile)).Trim()]);
        await kill.WaitForExitAsync(_limit.Token);
    }

    /// <summary>Waits for the end: exit code, and what is left of both outputs.</summary>
    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        var output = await _shell.StandardOutput.ReadToEndAsync(_limit.Token);
        var error = await _error;
        await _shell.WaitForExitAsync(_limit.Token);
        return (_shell.ExitCode, output, error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_shell.HasExited)
        {
            _shell.Kill(entireProcessTree: true);
            await _shell.WaitForExitAsync(CancellationToken.None);
        }

        _shell.Dispose();
        _limit.Dispose();
        _folder.Dispose();
    }
}
