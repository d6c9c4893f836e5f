using System.Globalization;
using System.Text.RegularExpressions;

namespace PanelActors.Tests.Docs;

/// <summary>The numbered sections of the specification.</summary>
internal static partial class Specification
{
    public const string Page = "docs/specification.md";

    /// <summary>Their numbers in the order of the page: <c>1</c>, <c>1.1</c>, <c>1.2</c>, <c>2</c>.</summary>
    public static IReadOnlyList<string> Sections { get; } =
        [.. SectionsOf(DocPage.All.Single(page => page.Path == Page).Prose.Select(line => line.Text))];

    public static IEnumerable<string> SectionsOf(IEnumerable<string> lines) =>
        from line in lines
        let heading = Heading().Match(line)
        where heading.Success
        select heading.Groups["number"].Value;

    /// <summary>
    /// One line for each section that is not the one after its predecessor: the next of its chapter, or the next chapter.
    /// </summary>
    public static IEnumerable<string> Gaps(IEnumerable<string> sections)
    {
        var (chapter, last) = (0, 0);
        foreach (var section in sections)
        {
            string[] possible = chapter == 0 ? ["1"] : [$"{chapter}.{last + 1}", $"{chapter + 1}"];
            if (!possible.Contains(section)) yield return $"{section} instead of {string.Join(" or ", possible)}";

            var parts = section.Split('.');
            (chapter, last) = (Number(parts[0]), parts.Length > 1 ? Number(parts[1]) : 0);
        }
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(## (?<number>\d+)|### (?<number>\d+\.\d+)) \S")]
    private static partial Regex Heading();
}
