using System.Runtime.InteropServices;
using System.Text;

namespace PanelActors.Configuration;

/// <summary>What lies at a path where a file is to be written or read, links followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or nothing that can be seen.</summary>
    Missing,

    /// <summary>A file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A device, a pipe or a socket: to open one may block for good, and to replace one breaks what others rely on.</summary>
    Special,
}

/// <summary>A path, looked at without opening what lies there.</summary>
/// <param name="Kind">What lies there.</param>
/// <param name="IsMountPoint">Whether it is a mount point of its own, which cannot be replaced; known on Linux alone.</param>
internal readonly record struct FilePlace(FileKind Kind, bool IsMountPoint = false)
{
    private const int WorkingDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const uint Type = 1;
    private const ulong MountRoot = 0x2000;
    private const int TypeBits = 0xF000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;

    // Where struct statx, which is the same on every architecture, has them, and its size.
    private const int AttributesAt = 8;
    private const int ModeAt = 28;
    private const int StatSize = 256;

    // What a process has open is reached by links there, also to regular files: not to be replaced in their place.
    private const string Open = "/proc/";

    /// <summary>What is wrong with it for a file, to stand after "it is"; null where a file is there or can be.</summary>
    public string? WhyNoFile => Kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Special => "a device, a pipe or a socket",
        _ => null,
    };

    /// <summary>Looks at <paramref name="path"/>. Never throws for what lies there.</summary>
    public static FilePlace Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return new(Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.Regular : FileKind.Missing);
        if (path.StartsWith(Open, StringComparison.Ordinal) || LinkOf(path)?.StartsWith(Open, StringComparison.Ordinal) == true)
            return new(FileKind.Special);
        var stat = new byte[StatSize];
        if (!TryStat(path, follow: true, stat)) return new(FileKind.Missing);
        var kind = (MemoryMarshal.Read<ushort>(stat.AsSpan(ModeAt)) & TypeBits) switch
        {
            RegularType => FileKind.Regular,
            FolderType => FileKind.Folder,
            _ => FileKind.Special,
        };
        return new(kind, TryStat(path, follow: false, stat) && (MemoryMarshal.Read<ulong>(stat.AsSpan(AttributesAt)) & MountRoot) != 0);
    }

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool TryStat(string path, bool follow, byte[] stat) =>
        statx(WorkingDirectory, [.. Encoding.UTF8.GetBytes(path), 0], follow ? 0 : DoNotFollow, Type, stat) == 0;

    [DllImport("libc")]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] stat);
}
