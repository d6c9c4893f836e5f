using PanelActors.Configuration;


namespace PanelActors.Files;

/// <summary>A file that shows a store: an entry of <c>Outputs:Files[]</c> with its paths made full.</summary>
/// <param name="Name">The path as it is configured; what log and metrics call the output.</param>
/// <param name="Store">The name of the store.</param>
/// <param name="File">Full path of the file.</param>
/// <param name="MinInterval">Shortest time between two writes.</param>
/// <param name="Base">Full path of the status file that is shown instead of the store's panels; null = the store's panels.</param>
internal sealed record FileOutput(string Name, StoreName Store, string File, TimeSpan MinInterval, string? Base)
{
    /// <summary>The output that <paramref name="options"/> describe; relative paths start at the working directory.</summary>
    public static FileOutput Of(FileOutputOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new FileOutput(
            options.Path, options.Store, Path.GetFullPath(options.Path), options.MinInterval,
            options.Base is { } path ? Path.GetFullPath(path) : null);
    }
}
