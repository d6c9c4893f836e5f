namespace PanelActors.Configuration;

/// <summary>What files may be written, and from what.</summary>
internal static class OutputRules
{
    public const string PathAllowed = "a file path";

    private static readonly string[] DatabaseSuffixes = ["", "-journal", "-wal", "-shm"];

    public static void Check(PanelActorsOptions options, string key, FaultList faults)
    {
        var files = options.Outputs.Files;
        string?[] paths = [.. files.Select(static file => RealPath(file.Path))];
        foreach (var (index, file) in files.Index())
        {
            var fileKey = $"{key}:{nameof(options.Outputs.Files)}:{index}";
            var pathKey = $"{fileKey}:{nameof(file.Path)}";
            var path = paths[index];
            faults.Require(options.HasStore(file.Store), $"{fileKey}:{nameof(file.Store)}", file.Store.Text, StoreNameRules.OneOf(options));
            RequireFile(file.Path, pathKey, faults);
            var isOthers = paths.Take(index).Any(other => DoMeet(path, other));
            faults.Require(!isOthers, pathKey, file.Path, "a path that no other output has");
            // Writing it would destroy the database.
            var isDatabase = path is not null && DatabaseOf(options).Contains(path);
            faults.Require(!isDatabase, pathKey, file.Path, $"another file than {nameof(options.Persistence)}:{nameof(options.Persistence.Path)}");
            RangeRules.Check(file, fileKey, faults);
            if (file.Base is { } text) CheckBase(text, paths, $"{fileKey}:{nameof(file.Base)}", faults);
        }
    }

    /// <summary>Requires that a file is, or can be, at <paramref name="text"/>.</summary>
    public static void RequireFile(string text, string key, FaultList faults)
    {
        if (!IsPath(text))
        {
            faults.Add(key, text.Length == 0 ? null : text, PathAllowed);
            return;
        }

        var place = Path.EndsInDirectorySeparator(text) ? new FilePlace(FileKind.Folder) : FilePlace.Of(Path.GetFullPath(text));
        faults.Require(place.WhyNoFile is null, key, text, $"a file, not {place.WhyNoFile}");
    }

    private static void CheckBase(string text, string?[] paths, string key, FaultList faults)
    {
        RequireFile(text, key, faults);
        // It would be enriched again and again.
        faults.Require(RealPath(text) is not { } path || !paths.Contains(path), key, text, "a file that no output writes");
    }

    // Each is written by way of a temporary file beside it.
    private static bool DoMeet(string? one, string? other) =>
        one is not null && other is not null
        && (one == other || one == other + FileOutputOptions.TemporarySuffix || one + FileOutputOptions.TemporarySuffix == other);

    private static IEnumerable<string> DatabaseOf(PanelActorsOptions options) =>
        options.Persistence is { Enabled: true, ConnectionString: null } persistence && RealPath(persistence.Path) is { } path
            ? DatabaseSuffixes.Select(suffix => path + suffix)
            : [];

    private static bool IsPath(string text) => text.Trim().Length > 0 && !text.Contains('\0');

    // Null where it is no path at all. One folder may be reached by two paths.
    private static string? RealPath(string text)
    {
        if (!IsPath(text)) return null;
        var full = Path.GetFullPath(text);
        return Path.GetDirectoryName(full) is { } folder ? Path.Combine(RealFolder(folder), Path.GetFileName(full)) : full;
    }

    private static string RealFolder(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } parent) return folder;
        var real = Path.Combine(RealFolder(parent), Path.GetFileName(folder));
        try
        {
            return Directory.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return real;
        }
    }
}
