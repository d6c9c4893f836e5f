namespace PanelActors.Recording;

/// <summary>The records of a replay.</summary>
internal static class ReplayRecords
{
    /// <summary>
    /// The records of <paramref name="settings"/>, from the latest mark before its begin; what is before <c>From</c> is among them.
    /// </summary>
    /// <param name="settings">What is replayed.</param>
    /// <param name="faulty">Hears of a segment that could not be read to its end; reading goes on with the next one.</param>
    /// <exception cref="IOException">A file cannot be read, or there is none.</exception>
    public static IEnumerable<Record> From(ReplaySettings settings, Action<RecordingFaultException> faulty)
    {
        var segments = RecordingFiles.Of(settings.File);
        if (settings.From is not { } from) return RecordingFiles.Read(segments, faulty);
        var first = segments.Count - 1;
        while (first > 0 && SegmentName.TimeOf(segments[first]) > from) first--;
        return Read();

        IEnumerable<Record> Read()
        {
            using (var head = new SegmentReader(segments[first]))
            {
                foreach (var begin in (head.ReadBlock() ?? []).OfType<Record.Begin>()) yield return begin;
            }

            using (var reader = new SegmentReader(segments[first]))
            {
                reader.Seek(from);
                while (reader.ReadBlock() is { } block)
                {
                    foreach (var record in block) yield return record;
                }

                if (reader.Fault != RecordingFault.None)
                    faulty(new RecordingFaultException(segments[first], reader.Fault, reader.Position));
            }

            foreach (var record in RecordingFiles.Read(segments.Skip(first + 1), faulty)) yield return record;
        }
    }
}
