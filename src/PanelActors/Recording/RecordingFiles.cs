namespace PanelActors.Recording;

/// <summary>The segments of recordings, by what people name.</summary>
internal static class RecordingFiles
{
    // Within this a block that was begun is written.
    private static readonly TimeSpan WriteTime = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The segments that <paramref name="path"/> names, oldest first: a segment, or the folder of a source with all of its segments.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is nothing, or no recording.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new FileNotFoundException($"{path} does not exist");
        if (SegmentName.In(path) is { Count: > 0 } segments) return segments;
        string[] sources = [.. SourcesIn(path).Select(static folder => Path.GetFileName(folder))];
        throw new FileNotFoundException(sources switch
        {
            [] => $"{path} holds no recording",
            [var only] => $"{path} holds the recording of {only}: name {Path.Combine(path, only)}",
            _ => $"{path} holds the recordings of {string.Join(", ", sources)}: name one of these folders",
        });
    }

    /// <summary>Why <paramref name="path"/> names no recording; null where it names one.</summary>
    public static string? WhyNone(string path)
    {
        try
        {
            _ = Of(path);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    /// <summary>The folders of the sources that are recorded below <paramref name="path"/>, by name.</summary>
    public static IReadOnlyList<string> SourcesIn(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateDirectories(path).Where(static folder => SegmentName.In(folder).Count > 0).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>All records of these segments, one after another.</summary>
    /// <param name="segments">The segments, oldest first.</param>
    /// <param name="faulty">Hears of a segment that could not be read to its end; reading goes on with the next one.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IEnumerable<Record> Read(IEnumerable<string> segments, Action<RecordingFaultException> faulty)
    {
        foreach (var path in segments)
        {
            using var reader = new SegmentReader(path);
            for (var torn = -1L; ;)
            {
                while (reader.ReadBlock() is { } block)
                {
                    foreach (var record in block) yield return record;
                }

                if (reader.Fault != RecordingFault.Torn || reader.Position == torn) break;
                torn = reader.Position;
                Thread.Sleep(WriteTime);
                reader.TryAgain();
            }

            if (reader.Fault != RecordingFault.None) faulty(new RecordingFaultException(path, reader.Fault, reader.Position));
        }
    }
}
