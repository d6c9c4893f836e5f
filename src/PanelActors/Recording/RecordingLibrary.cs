using PanelActors.Configuration;

namespace PanelActors.Recording;

/// <summary>What the recordings of this daemon tell of the past.</summary>
internal sealed class RecordingLibrary(RecorderOptions options, RecordingWriter writer) : IDisposable
{
    // Seeking is reading: many questions at once would keep a disk busy.
    private readonly SemaphoreSlim _turns = new(2);

    /// <summary>What <paramref name="source"/> showed at <paramref name="time"/>; null where no recording covers that time.</summary>
    /// <exception cref="IOException">A recording cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A recording may not be read.</exception>
    public async Task<PastState?> AtAsync(StoreName source, DateTimeOffset time, CancellationToken cancellation)
    {
        if (FolderOf(source) is not { } folder) return null;
        await _turns.WaitAsync(cancellation);
        try
        {
            var isLive = await writer.FlushAsync(source, cancellation);
            return await Task.Run(() => PastState.At(folder, time, isLive), cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>The times that the recordings of <paramref name="source"/> cover, oldest first.</summary>
    /// <exception cref="IOException">A recording cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A recording may not be read.</exception>
    public async Task<IReadOnlyList<RecordingSpan>> SpansOfAsync(StoreName source, CancellationToken cancellation)
    {
        if (FolderOf(source) is not { } folder) return [];
        await _turns.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => RecordingSpan.OfAll(SegmentName.In(folder)), cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    // Names that differ in case only are one store, which may have been spelled otherwise before.
    private string? FolderOf(StoreName source) =>
        RecordingFiles.SourcesIn(options.Path).FirstOrDefault(folder => new StoreName(Path.GetFileName(folder)) == source);
}
