using PanelActors.Tests.Support;

namespace PanelActors.Tests.Architecture;

/// <summary>What the formatter does not hold.</summary>
public sealed class StyleTests
{
    private const int MaxColumns = 140;

    private static readonly (string Path, string[] Lines)[] Files =
    [
        .. from folder in (string[])["src", "tests"]
           from file in Directory.EnumerateFiles(Checkout.At(folder), "*.cs", SearchOption.AllDirectories)
           let path = Path.GetRelativePath(Checkout.Root, file)
           where !path.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj", "node_modules"]).Any()
           select (path, File.ReadAllLines(file)),
    ];

    // Rooms that still have longer lines. The list only shrinks.
    private static readonly string[] StillTooWide =
    [
        "src/PanelActors/Configuration/",
        "src/PanelActors/Files/",
        "tests/PanelActors.Tests/Configuration/",
        "tests/PanelActors.Tests/Files/",
    ];

    [Fact]
    public void No_line_is_too_wide() =>
        TooWide().Where(line => !StillTooWide.Any(folder => line.StartsWith(folder, StringComparison.Ordinal))).ShouldBeEmpty();

    // The host has no context to come back to.
    [Fact]
    public void No_await_configures_a_context() => LinesWith("Configure" + "Await(").ShouldBeEmpty();

    private static IEnumerable<string> TooWide() =>
        from file in Files
        from line in file.Lines.Index()
        where line.Item.Length > MaxColumns
        select $"{file.Path}:{line.Index + 1}";

    private static IEnumerable<string> LinesWith(string text) =>
        from file in Files
        from line in file.Lines.Index()
        where line.Item.Contains(text, StringComparison.Ordinal)
        select $"{file.Path}:{line.Index + 1}";
}
