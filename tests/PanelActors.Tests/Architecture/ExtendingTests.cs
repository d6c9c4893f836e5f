using System.Text.RegularExpressions;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Architecture;

/// <summary>The guide to extending shows code that is really there.</summary>
public sealed partial class ExtendingTests
{
    [Fact]
    public void Every_example_stands_in_the_file_it_names()
    {
        var blocks = Block().Matches(Checkout.Read("docs/extending.md"));
        blocks.Count.ShouldBeGreaterThan(5);
        foreach (Match block in blocks)
        {
            var source = Checkout.Read(block.Groups["file"].Value);
            source.ShouldContain(block.Groups["code"].Value.TrimEnd(), Case.Sensitive, block.Groups["file"].Value);
        }
    }

    [GeneratedRegex("```(csharp|js)\\n *// (?<file>[^\\n]+)\\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
