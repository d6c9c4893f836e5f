namespace PanelActors.Benchmarks.Loads;

/// <summary>A temporary folder.</summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("panelactors-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
