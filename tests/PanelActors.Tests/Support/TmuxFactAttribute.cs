using System.ComponentModel;
using System.Diagnostics;

namespace PanelActors.Tests.Support;

/// <summary>A test that needs a real terminal, which tmux plays; skipped where there is no tmux.</summary>
public sealed class TmuxFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsThere = new(Look);

    public TmuxFactAttribute()
    {
        if (!IsThere.Value) Skip = "there is no tmux; tests/run installs it where it can";
    }

    private static bool Look()
    {
        try
        {
            using var tmux = Process.Start(new ProcessStartInfo("tmux", ["-V"]) { RedirectStandardOutput = true })!;
            tmux.StandardOutput.ReadToEnd();
            tmux.WaitForExit();
            return tmux.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
