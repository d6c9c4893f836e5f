using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using PanelActors.Configuration;
using PanelActors.Snapshots;

namespace PanelActors.Files;

/// <summary>
/// The file itself. A reader sees one whole snapshot or the one before, also when the process or the machine dies in between. The
/// exception is a file that cannot be replaced, such as one that is a mount point.
/// </summary>
/// <param name="path">Its full path.</param>
internal sealed class SnapshotFile(string path)
{
    private const int BufferSize = 64 * 1024;
    private const UnixFileMode NewMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    private readonly string _temporary = path + FileOutputOptions.TemporarySuffix;
    private readonly Lock _lock = new();

    /// <summary>Writes <paramref name="view"/>. The folder is created where it is missing.</summary>
    /// <returns>Whether the file was replaced in one move; false where it had to be overwritten.</returns>
    /// <exception cref="IOException">
    /// It cannot be written, or the path leads to no file; the file is as it was, unless it had to be overwritten.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public bool Write(SnapshotView view)
    {
        // A write that was given up may still run, and two of them would meet in the temporary file.
        lock (_lock)
        {
            var place = FilePlace.Of(path);
            if (place.WhyNoFile is { } why) throw new IOException($"it is {why}");
            // This process may not be allowed to write to the folder of a mount point.
            if (!place.IsMountPoint && TryReplace(view)) return true;
            WriteInPlace(view);
            return false;
        }
    }

    private bool TryReplace(SnapshotView view)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Left behind by a killed process. Never written into, since it may be a link to something else.
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
            // Half a file would only fill a full disk.
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
        // An existing file keeps the permissions that its owner gave it.
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
            // The umask may have removed some.
            if (File.GetUnixFileMode(file) != mode) File.SetUnixFileMode(file, mode);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The file system has no permissions, or does not allow to change them.
        }
    }

    // Not truncated first, so that most readers see mostly whole content.
    private void WriteInPlace(SnapshotView view)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, BufferSize);
        view.WriteTo(stream);
        stream.SetLength(stream.Position);
        stream.Flush(flushToDisk: true);
    }
}
