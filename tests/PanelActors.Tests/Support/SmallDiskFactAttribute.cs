using System.Diagnostics;

namespace PanelActors.Tests.Support;

/// <summary>A test that mounts a small disk in memory; skipped where this user may not.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> MayMount = new(TryMount);

    public SmallDiskFactAttribute()
    {
        if (!MayMount.Value) Skip = "no file system may be mounted here: that takes root, and a container that allows it";
    }

    private static bool TryMount()
    {
        if (!Environment.IsPrivilegedProcess) return false;
        var folder = Directory.CreateTempSubdirectory("panelactors-").FullName;
        try
        {
            return Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) && Run("umount", folder);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
