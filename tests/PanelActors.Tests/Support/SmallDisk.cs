using System.Diagnostics;

namespace PanelActors.Tests.Support;

/// <summary>A small file system in memory, there until disposed of. For root alone, see <see cref="SmallDiskFactAttribute"/>.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    public static SmallDisk Mount(string folder, int kilobytes)
    {
        Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder);
        return new SmallDisk(folder);
    }

    public void Grow(int kilobytes) => Run("mount", "-o", $"remount,size={kilobytes}k", _folder);

    public void Dispose() => Run("umount", _folder);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, program);
    }
}
