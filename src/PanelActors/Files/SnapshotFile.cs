using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using PanelActors.Configuration;
using PanelActors.Snapshots;

namespace PanelActors.Files;

/// <summary>
/// The file itself. Whoever reads it sees one whole snapshot or the one before, also when the process or the machine dies in between;
/// but for a file that cannot be replaced, such as one that was mounted by itself.
/// </summary>
/// <param name="path">Its full path.</param>
internal sealed class SnapshotFile(string path)
{
    private const int BufferSize = 64 * 1024;
    private const UnixFileMode NewMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    private readonly string _temporary = path + FileOutputOptions.TemporarySuffix;
    private readonly Lock _one = new();

    /// <summary>Writes <paramref name="view"/>; blocks as long as that takes. The folder is created where it is missing.</summary>
    /// <returns>Whether it took the place of the one before in one move; false where it had to be written into that.</returns>
    /// <exception cref="IOException">
    /// It cannot be written, or what lies there is no file; the file is as it was, unless it had to be written into.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public bool Write(SnapshotView view)
    {
        // A write that was given up may still be under way, and two of them would meet in the temporary file.
        lock (_one)
        {
            var place = FilePlace.Of(path);
            if (place.WhyNoFile is { } why) throw new IOException($"it is {why}");
            // The folder around it may well be closed to this process.
            if (!place.IsMountPoint && TryReplace(view)) return true;
            WriteInPlace(view);
            return false;
        }
    }

    private bool TryReplace(SnapshotView view)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // What a killed process left behind. What lies there is never written into: it may be a link to something else.
        File.Delete(_temporary);
        try
        {
            WriteTemporary(view);
            if (FileMove.TryReplace(_temporary, path)) return true;
            File.Delete(_temporary);
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full disk shall not keep half a file as well.
            File.Delete(_temporary);
            throw;
        }
    }

    private void WriteTemporary(SnapshotView view)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = BufferSize,
        };
        // What people made of a file that exists, such as one that its owner closed to others, stays.
        var mode = OperatingSystem.IsWindows() || !File.Exists(path) ? NewMode : File.GetUnixFileMode(path) & Permissions;
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using var stream = new FileStream(_temporary, options);
        if (!OperatingSystem.IsWindows()) Permit(stream.SafeFileHandle, mode);
        view.WriteTo(stream);
        stream.Flush(flushToDisk: true);
    }

    [UnsupportedOSPlatform("windows")]
    private static void Permit(SafeFileHandle file, UnixFileMode mode)
    {
        try
        {
            // The umask took something away from that.
            if (File.GetUnixFileMode(file) != mode) File.SetUnixFileMode(file, mode);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A file system that has no permissions of its own: the file is what the mount makes it.
        }
    }

    // Not made empty before: for most readers most of what they see is then whole.
    private void WriteInPlace(SnapshotView view)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, BufferSize);
        view.WriteTo(stream);
        stream.SetLength(stream.Position);
        stream.Flush(flushToDisk: true);
    }
}
