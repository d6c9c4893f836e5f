namespace PanelActors.Configuration;

/// <summary>What files may be written, and from what.</summary>
internal static class OutputRules
{
    public static void Check(PanelActorsOptions options, string key, FaultList faults)
    {
        var files = options.Outputs.Files;
        string?[] paths = [.. files.Select(static file => FullPath(file.Path))];
        foreach (var (index, file) in files.Index())
        {
            var fileKey = $"{key}:Files:{index}";
            var path = paths[index];
            faults.Require(options.StoreNames.Contains(file.Store), $"{fileKey}:Store", file.Store, StoreNameRules.OneOf(options));
            faults.Require(path is not null, $"{fileKey}:Path", file.Path.Length == 0 ? null : file.Path, "a file path");
            faults.Require(!IsFolder(path), $"{fileKey}:Path", file.Path, "a file, not a folder");
            faults.Require(path is null || !paths.Take(index).Contains(path), $"{fileKey}:Path", file.Path, "a path that no other output has");
            // Writing it would destroy the database.
            faults.Require(path is null || path != DatabaseOf(options), $"{fileKey}:Path", file.Path, "another file than Persistence:Path");
            faults.Range($"{fileKey}:MinInterval", file.MinInterval, OptionsValidator.Shortest, OptionsValidator.Longest);
            if (file.Base is { } text) CheckBase(text, paths, $"{fileKey}:Base", faults);
        }
    }

    private static void CheckBase(string text, string?[] paths, string key, FaultList faults)
    {
        var path = FullPath(text);
        faults.Require(path is not null, key, text.Length == 0 ? null : text, "a file path");
        faults.Require(!IsFolder(path), key, text, "a file, not a folder");
        // It would be enriched again and again.
        faults.Require(path is null || !paths.Contains(path), key, text, "a file that no output writes");
    }

    private static string? DatabaseOf(PanelActorsOptions options) =>
        options.Persistence is { Enabled: true, ConnectionString: null } persistence ? FullPath(persistence.Path) : null;

    private static bool IsFolder(string? path) => path is not null && (Path.EndsInDirectorySeparator(path) || Directory.Exists(path));

    // Null where it is no path at all.
    private static string? FullPath(string path) => path.Trim().Length == 0 || path.Contains('\0') ? null : Path.GetFullPath(path);
}
