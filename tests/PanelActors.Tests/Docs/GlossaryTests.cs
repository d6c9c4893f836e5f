using System.Text.RegularExpressions;

namespace PanelActors.Tests.Docs;

/// <summary>The glossary defines words that are in use, each once, and names code that exists.</summary>
public sealed partial class GlossaryTests
{
    private const string Page = "docs/glossary.md";

    private static readonly string[][] Rows =
    [
        .. DocPage.All.Single(page => page.Path == Page).Prose
            .Where(line => line.Text.StartsWith("| **", StringComparison.Ordinal))
            .Select(line => line.Text.Trim('|', ' ').Split(" | ")),
    ];

    private static readonly string[] Texts =
        [.. Prose.OfSources.Concat(Prose.OfPages).Where(text => text.Path != Page).Select(text => text.Text)];

    private static IEnumerable<string> Words => Rows.SelectMany(row => Bold().Matches(row[0])).Select(word => word.Groups[1].Value);

    public static TheoryData<string> Terms => [.. Words];

    [Fact]
    public void A_word_is_defined_once()
    {
        Words.Count().ShouldBeGreaterThan(30);
        Words.ShouldBeUnique();
        Rows.ShouldAllBe(row => row.Length == 3);
    }

    [Theory]
    [MemberData(nameof(Terms))]
    public void A_defined_word_is_used(string word)
    {
        var use = new Regex($@"\b{Regex.Escape(word)}", RegexOptions.IgnoreCase);
        Texts.Any(use.IsMatch).ShouldBeTrue();
    }

    [Fact]
    public void The_code_that_a_row_names_exists()
    {
        var types = typeof(PanelActors.Protocol.EventTypes).Assembly.GetTypes().Select(type => type.Name).ToHashSet();
        Rows.SelectMany(row => Code().Matches(row[2])).Select(name => name.Groups[1].Value).Where(name => !types.Contains(name))
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
