using PanelActors.Configuration;
using PanelActors.Snapshots;
using PanelActors.Stores;

namespace PanelActors.Files;

/// <summary>Renders one output and writes it, on threads that may block. Outlives the actor that uses it.</summary>
/// <param name="output">The output.</param>
/// <param name="stores">Where its store is looked up.</param>
/// <param name="renderer">What renders the store.</param>
/// <param name="limits">How large a base file may be.</param>
/// <param name="time">The clock.</param>
internal sealed class FileWriter(FileOutput output, StoreRegistry stores, SnapshotRenderer renderer, LimitsOptions limits, TimeProvider time)
{
    private readonly SnapshotFile _file = new(output.File);
    private readonly BaseFile? _base = output.Base is { } path ? new BaseFile(path, limits.MaxStateBytes, limits.MaxDepth, time) : null;
    private readonly Lock _lock = new();
    private byte[] _shown = [];
    private Store? _store;

    public FileOutput Output => output;

    public bool HasBase => _base is not null;

    /// <summary>
    /// The store to show. One that was removed is shown on: nothing changes, and its data grows old. Null where there never was one.
    /// </summary>
    public Store? CurrentStore() => stores.TryGet(output.Store, out var store) ? _store = store : _store;

    /// <summary>Reads the base file again, if it may have changed.</summary>
    public BaseContent ReadBase()
    {
        lock (_lock)
        {
            var fault = _base?.Refresh();
            return new BaseContent(_base?.Version ?? 0, fault);
        }
    }

    /// <summary>Identifies what the file shows of <paramref name="store"/> if it is written now, with this content of the base file.</summary>
    public ContentTag TagOf(Store store, long baseVersion) => new(renderer.TagOf(store), baseVersion);

    /// <summary>
    /// Makes the file show <paramref name="store"/>. Not written where its content would be the same but for the running ages.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public FileWrite Write(Store store)
    {
        lock (_lock)
        {
            var view = _base?.Content is { } status ? renderer.View(store, status) : renderer.View(store);
            var tag = new ContentTag(view.ETag, _base?.Version ?? 0);
            var content = view.HashContent();
            if (content.AsSpan().SequenceEqual(_shown) && File.Exists(output.File)) return new FileWrite(tag, IsWritten: false);
            // A fault may leave a file that cannot be replaced half written.
            _shown = [];
            var isReplaced = _file.Write(view);
            _shown = content;
            return new FileWrite(tag, IsWritten: true, IsInPlace: !isReplaced);
        }
    }
}

/// <summary>The base file after a read.</summary>
/// <param name="Version">The version of the content in use; 0 for none.</param>
/// <param name="Fault">Why it cannot be used as it is now; null where it can, or where an earlier read returned the same fault.</param>
internal sealed record BaseContent(long Version, string? Fault);

/// <summary>The outcome of a write.</summary>
/// <param name="Content">What the file shows now.</param>
/// <param name="IsWritten">False where the file had that content already.</param>
/// <param name="IsInPlace">Whether the file was overwritten, since it cannot be replaced: a reader may have seen half of it.</param>
internal sealed record FileWrite(ContentTag Content, bool IsWritten, bool IsInPlace = false);
