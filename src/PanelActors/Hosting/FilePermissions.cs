using System.Runtime.InteropServices;

namespace PanelActors.Hosting;

/// <summary>What this process makes of files: 0640, and 0750 for folders, whatever it was started with.</summary>
internal static class FilePermissions
{
    private const int NotForOthers = 0b000_010_111;

    /// <summary>Takes effect for all files that the process creates from now on: outputs, the database and its companions, logs.</summary>
    public static void Take()
    {
        // Windows has none: a file has the permissions of its folder.
        if (!OperatingSystem.IsWindows()) _ = umask(NotForOthers);
    }

    [DllImport("libc")]
    private static extern int umask(int mask);
}
