namespace PanelActors.Tests.Support;

/// <summary>A table of tests that need Node; skipped where there is none.</summary>
internal sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(static folder => File.Exists(Path.Combine(folder, "node"))))
            Skip = "There is no node: tests/run installs Debian's.";
    }
}
