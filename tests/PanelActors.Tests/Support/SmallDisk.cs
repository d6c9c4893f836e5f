using System.Diagnostics;

namespace PanelActors.Tests.Support;

/// <summary>
/// A small file system in memory, or one file of another, mounted until disposed of. For root alone, see
/// <see cref="SmallDiskFactAttribute"/>.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    public static SmallDisk Mount(string folder, int kilobytes)
    {
        Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder);
        return new SmallDisk(folder);
    }

    /// <summary>Shows a file at a second place, which then is a mount point.</summary>
    public static SmallDisk Bind(string file, string place)
    {
        Run("mount", "--bind", file, place);
        return new SmallDisk(place);
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
