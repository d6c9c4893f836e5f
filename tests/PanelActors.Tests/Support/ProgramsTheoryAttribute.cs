namespace PanelActors.Tests.Support;

/// <summary>A test that needs other people's programs; skipped where one of them is not on the path.</summary>
public sealed class ProgramsTheoryAttribute : TheoryAttribute
{
    /// <param name="programs">Their names.</param>
    public ProgramsTheoryAttribute(params string[] programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToList();
        if (missing.Count > 0) Skip = $"there is no {string.Join(", no ", missing)}; tests/run installs what it can";
    }
}
