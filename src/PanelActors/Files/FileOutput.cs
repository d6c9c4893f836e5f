using PanelActors.Configuration;

namespace PanelActors.Files;

/// <summary>A file that shows a store: an entry of <c>Outputs:Files[]</c> with full paths.</summary>
/// <param name="Name">The configured path, by which log and metrics name the output.</param>
/// <param name="Store">The name of the store.</param>
/// <param name="File">Full path of the file.</param>
/// <param name="MinInterval">The shortest time between two writes.</param>
/// <param name="Base">Full path of the status file that is shown in place of the store's panels; null = the store's panels.</param>
internal sealed record FileOutput(string Name, StoreName Store, string File, TimeSpan MinInterval, string? Base)
{
    /// <summary>The output of <paramref name="options"/>; relative paths start at the working directory.</summary>
    public static FileOutput Of(FileOutputOptions options) => new(
        options.Path, options.Store, Path.GetFullPath(options.Path), options.MinInterval,
        options.Base is { } path ? Path.GetFullPath(path) : null);
}
