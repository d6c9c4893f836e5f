namespace PanelActors.Rendering.Files;

/// <summary>
/// The file itself. Whoever reads it sees one whole snapshot or the one before, also when the process or the machine dies in between.
/// </summary>
/// <param name="path">Its full path.</param>
internal sealed class SnapshotFile(string path)
{
    private const string TemporarySuffix = ".tmp";
    private const int BufferSize = 64 * 1024;

    private readonly string _temporary = path + TemporarySuffix;
    private readonly Lock _one = new();

    /// <summary>Writes <paramref name="view"/>; blocks as long as that takes. The folder is created where it is missing.</summary>
    /// <exception cref="IOException">It cannot be written; the file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Write(SnapshotView view)
    {
        // A write that was given up may still be under way, and two of them would meet in the temporary file.
        lock (_one)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // What a killed process left behind. What lies there is never written into: it may be a link to something else.
            File.Delete(_temporary);
            try
            {
                WriteTemporary(view);
                File.Move(_temporary, path, overwrite: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // A full disk shall not keep half a file as well.
                File.Delete(_temporary);
                throw;
            }
        }
    }

    private void WriteTemporary(SnapshotView view)
    {
        using var stream = new FileStream(_temporary, Options());
        view.WriteTo(stream);
        stream.Flush(flushToDisk: true);
    }

    private FileStreamOptions Options()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = BufferSize,
        };
        // A file whose owner closed it to others stays closed.
        if (!OperatingSystem.IsWindows() && File.Exists(path)) options.UnixCreateMode = File.GetUnixFileMode(path);
        return options;
    }
}
