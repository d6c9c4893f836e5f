using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PanelActors.Tests.Architecture;

/// <summary>The guide to extending shows code that is really there.</summary>
public sealed partial class ExtendingTests
{
    [Fact]
    public void Every_example_stands_in_the_file_it_names()
    {
        var root = Root();
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(root, "docs", "extending.md")));
        blocks.Count.ShouldBeGreaterThan(5);
        foreach (Match block in blocks)
        {
            var source = File.ReadAllText(Path.Combine(root, block.Groups["file"].Value));
            source.ShouldContain(block.Groups["code"].Value.TrimEnd(), Case.Sensitive, block.Groups["file"].Value);
        }
    }

    [GeneratedRegex("```csharp\\n// (?<file>[^\\n]+)\\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
