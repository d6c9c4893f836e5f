using System.Diagnostics;
using System.Globalization;
using PanelActors.Hosting.Cli;

namespace PanelActors.Tests.Support;

/// <summary>A real terminal with a shell in it, on a new tmux server.</summary>
internal sealed class TmuxTerminal : IAsyncDisposable
{
    private readonly string _socket = $"panelactors-{Guid.NewGuid():N}";

    private TmuxTerminal()
    {
    }

    /// <summary>Opens a window of this size.</summary>
    public static async Task<TmuxTerminal> Open(int width = 80, int height = 24)
    {
        var terminal = new TmuxTerminal();
        await terminal.Tmux(
            "-f", "/dev/null", "new-session", "-d",
            "-x", width.ToString(CultureInfo.InvariantCulture), "-y", height.ToString(CultureInfo.InvariantCulture),
            "env", "PS1=$ ", "NO_COLOR=", "LC_ALL=C.UTF-8", "sh");
        return terminal;
    }

    /// <summary>Types a command line that runs the program with these arguments, with a mark before and its exit code after.</summary>
    public async Task Run(string arguments)
    {
        await Keys($"echo before; dotnet '{typeof(CommandLine).Assembly.Location}' {arguments}; echo exit=$?");
        await Keys("Enter");
    }

    /// <summary>Presses keys, by tmux's names for them.</summary>
    public Task Keys(params string[] keys) => Tmux(["send-keys", .. keys]);

    public Task Resize(int width, int height) => Tmux(
        "resize-window", "-x", width.ToString(CultureInfo.InvariantCulture), "-y", height.ToString(CultureInfo.InvariantCulture));

    /// <summary>What the screen shows.</summary>
    public Task<string> Screen() => Tmux("capture-pane", "-p");

    /// <summary>Waits until the screen is like this.</summary>
    public async Task<string> Until(Func<string, bool> isLike, string what)
    {
        using var patience = new CancellationTokenSource(2 * ScriptedUpstream.Patience);
        var screen = "";
        while (!patience.IsCancellationRequested)
        {
            screen = await Screen();
            if (isLike(screen)) return screen;
            await Task.Delay(20);
        }

        throw new TimeoutException($"The screen never came to this: {what}. It shows\n{screen}");
    }

    public Task<string> Until(string part) => Until(screen => screen.Contains(part, StringComparison.Ordinal), part);

    /// <summary>Whether a program has the alternate screen, and whether the cursor shows.</summary>
    public async Task<(bool Alternate, bool Cursor)> Modes()
    {
        var modes = await Tmux("display-message", "-p", "#{alternate_on}#{cursor_flag}");
        return (modes[0] == '1', modes[1] == '1');
    }

    public async ValueTask DisposeAsync() => await Tmux("kill-server");

    private async Task<string> Tmux(params string[] arguments)
    {
        using var tmux = Process.Start(
            new ProcessStartInfo("tmux", ["-L", _socket, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = tmux.StandardError.ReadToEndAsync();
        var output = await tmux.StandardOutput.ReadToEndAsync();
        await tmux.WaitForExitAsync();
        return tmux.ExitCode == 0 ? output : throw new InvalidOperationException($"tmux {string.Join(' ', arguments)}: {await error}");
    }
}
