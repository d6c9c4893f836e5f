using System.Runtime.InteropServices;
using System.Text;

namespace PanelActors.Configuration;

/// <summary>What is at a path where a file is to be written or read, links followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or nothing that can be seen.</summary>
    Missing,

    /// <summary>A file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A device, a pipe or a socket: opening one may block for good, and replacing one breaks other programs.</summary>
    Special,
}

/// <summary>What is at a path, found out without opening it.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="IsMountPoint">Whether it is a mount point, which cannot be replaced; known on Linux only.</param>
internal readonly record struct FilePlace(FileKind Kind, bool IsMountPoint = false)
{
    private const int WorkingDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const uint Type = 1;
    private const ulong MountRoot = 0x2000;
    private const int TypeBits = 0xF000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;

    // Offsets in struct statx, which is the same on every architecture, and its size.
    private const int AttributesAt = 8;
    private const int ModeAt = 28;
    private const int StatSize = 256;

    // The open files of processes are links there. A regular file behind one is not to be replaced at that place.
    private const string OpenFiles = "/proc/";

    /// <summary>Why it cannot be a file, to stand after "it is"; null where a file is there or can be.</summary>
    public string? WhyNoFile => Kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Special => "a device, a pipe or a socket",
        _ => null,
    };

    /// <summary>Inspects <paramref name="path"/>. Never throws, whatever is there.</summary>
    public static FilePlace Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return new(Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.Regular : FileKind.Missing);
        if (path.StartsWith(OpenFiles, StringComparison.Ordinal) || LinkOf(path)?.StartsWith(OpenFiles, StringComparison.Ordinal) == true)
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
