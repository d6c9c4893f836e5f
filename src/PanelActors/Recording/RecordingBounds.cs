using PanelActors.Configuration;

namespace PanelActors.Recording;

/// <summary>How much is kept below one folder, over all sources.</summary>
/// <param name="folder">The folder of all recordings.</param>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
internal sealed class RecordingBounds(string folder, RecorderOptions options, TimeProvider time)
{
    /// <summary>
    /// Deletes the oldest segments until the rest is within its bounds; those in <paramref name="written"/> stay. What could not be deleted
    /// is in the answer.
    /// </summary>
    public IReadOnlyList<Exception> Keep(IReadOnlyCollection<string> written)
    {
        var faults = new List<Exception>();
        var files = FilesOf(faults);
        var total = files.Sum(static file => file.Bytes);
        var oldest = time.GetUtcNow() - options.MaxAge;
        foreach (var file in files)
        {
            if (total <= options.MaxBytes && file.WrittenAt >= oldest) continue;
            if (written.Contains(file.Path)) continue;
            try
            {
                File.Delete(file.Path);
                total -= file.Bytes;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                faults.Add(fault);
            }
        }

        return faults;
    }

    // A FileInfo would know its length no more once the file is deleted.
    private List<(string Path, long Bytes, DateTimeOffset WrittenAt)> FilesOf(List<Exception> faults)
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateDirectories(folder).SelectMany(SegmentName.In).Select(static path => new FileInfo(path))
                    .Where(static file => file.Exists).OrderBy(static file => file.Name, StringComparer.Ordinal)
                    .Select(static file => (file.FullName, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)))]
                : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add(fault);
            return [];
        }
    }
}
