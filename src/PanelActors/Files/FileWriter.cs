using PanelActors.Configuration;
using PanelActors.Snapshots;
using PanelActors.Stores;


namespace PanelActors.Files;

/// <summary>Renders one output and writes it; all that may take long, for threads that may wait. Outlives the actor that uses it.</summary>
/// <param name="output">The output.</param>
/// <param name="stores">Where its store is looked up.</param>
/// <param name="renderer">Who renders.</param>
/// <param name="limits">How large a base file may be.</param>
/// <param name="time">The clock.</param>
public sealed class FileWriter(FileOutput output, StoreRegistry stores, SnapshotRenderer renderer, LimitsOptions limits, TimeProvider time)
{
    private readonly SnapshotFile _file = new(output.File);
    private readonly BaseFile? _base = output.Base is { } path ? new BaseFile(path, limits.MaxStateBytes, limits.MaxDepth, time) : null;
    private readonly Lock _one = new();
    private byte[] _shown = [];
    private Store? _store;

    /// <summary>The output.</summary>
    public FileOutput Output => output;

    /// <summary>Whether there is a base file.</summary>
    internal bool HasBase => _base is not null;

    /// <summary>
    /// The store to show. One that is no more goes on to be shown: it has no news, and its data grows old. Null where there never was one.
    /// </summary>
    internal Store? CurrentStore() => stores.TryGet(output.Store, out var store) ? _store = store : _store;

    /// <summary>Looks at the base file.</summary>
    internal BaseLook LookAtBase()
    {
        lock (_one)
        {
            var fault = _base?.Look();
            return new BaseLook(_base?.Version ?? 0, fault);
        }
    }

    /// <summary>What the file would show of <paramref name="store"/> now, with this content of the base file.</summary>
    internal FileSight SightOf(Store store, long baseVersion) => new(renderer.TagOf(store), baseVersion);

    /// <summary>
    /// Makes the file show <paramref name="store"/>. Not written where its content would be the same but for the running ages.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal FileWrite Write(Store store)
    {
        lock (_one)
        {
            var view = _base?.Content is { } status ? renderer.View(store, status) : renderer.View(store);
            var sight = new FileSight(view.ETag, _base?.Version ?? 0);
            var content = view.HashContent();
            if (content.AsSpan().SequenceEqual(_shown) && File.Exists(output.File)) return new FileWrite(sight, IsWritten: false);
            // What cannot be replaced is left half written by a fault.
            _shown = [];
            var isReplaced = _file.Write(view);
            _shown = content;
            return new FileWrite(sight, IsWritten: true, IsInPlace: !isReplaced);
        }
    }
}

/// <summary>What a look at a base file found.</summary>
/// <param name="Version">Which content of it is in use; 0 for none.</param>
/// <param name="Fault">Why it cannot be used as it is now; null where it can, or where that was said before.</param>
internal sealed record BaseLook(long Version, string? Fault);

/// <summary>What became of a write.</summary>
/// <param name="Sight">What the file shows now.</param>
/// <param name="IsWritten">Whether it had to be written for that.</param>
/// <param name="IsInPlace">Whether it was written into, since it cannot be replaced: a reader may have seen half of it.</param>
internal sealed record FileWrite(FileSight Sight, bool IsWritten, bool IsInPlace = false);
