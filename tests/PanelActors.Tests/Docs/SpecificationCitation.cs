using System.Text.RegularExpressions;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Docs;

/// <summary>Places that cite sections of the specification, or of the document that it replaced.</summary>
internal static partial class SpecificationCitation
{
    private static readonly string[] Folders = ["src", "tests", "docs"];
    private static readonly string[] Built = ["bin", "obj"];
    private static readonly string[] Binary = [".png", ".dll", ".db"];

    /// <summary>Every text file of the folders that may cite.</summary>
    public static IEnumerable<(string Path, string Text)> Files =>
        from folder in Folders
        from file in Directory.EnumerateFiles(Checkout.At(folder), "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Checkout.Root, file)
        where !path.Split(Path.DirectorySeparatorChar).Intersect(Built).Any() && !Binary.Contains(Path.GetExtension(file))
        select (path, File.ReadAllText(file));

    /// <summary>The numbers cited in <paramref name="text"/>, also where the line of a comment ends before or between them.</summary>
    public static IEnumerable<string> In(string text) =>
        from citation in Citation().Matches(Unwrapped(text))
        from number in citation.Groups["number"].Captures
        select number.Value;

    /// <summary>One line for each citation in <paramref name="text"/> of a section that is not among <paramref name="sections"/>.</summary>
    public static IEnumerable<string> Dead(string path, string text, IReadOnlyList<string> sections) =>
        In(text).Where(number => !sections.Contains(number)).Select(number => $"{path}: there is no section {number}");

    public static bool CitesTheContract(string text) => Contract().IsMatch(Unwrapped(text));

    private static string Unwrapped(string text) => Wrap().Replace(text, " ");

    [GeneratedRegex(@"[ \t]*\r?\n[ \t]*(///?|\*|//+|#+)?[ \t]*")]
    private static partial Regex Wrap();

    [GeneratedRegex(
        @"\bspecification (sections? )?(?<number>\d+(\.\d+)*)((, | and |, and )(?<number>\d+(\.\d+)*))*", RegexOptions.IgnoreCase)]
    private static partial Regex Citation();

    [GeneratedRegex(@"\bcontract\s+sections?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Contract();
}
