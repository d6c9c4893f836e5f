using System.Text.RegularExpressions;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Docs;

/// <summary>What is written for people: comments and log messages of the code, and the pages without their code.</summary>
/// <param name="Path">The file, from the top of the checkout.</param>
/// <param name="Number">Its line.</param>
/// <param name="Text">The words of the line.</param>
internal sealed partial record Prose(string Path, int Number, string Text)
{
    private static readonly string[] Code = [".cs", ".js"];

    /// <summary>Comments and log messages of the program.</summary>
    public static IReadOnlyList<Prose> OfSources { get; } = [.. FilesOf("src").SelectMany(path => In(path, Checkout.Read(path)))];

    /// <summary>Comments of the tests and the benchmarks.</summary>
    public static IReadOnlyList<Prose> OfTests { get; } = [.. FilesOf("tests").SelectMany(path => In(path, Checkout.Read(path)))];

    public static IReadOnlyList<Prose> OfPages { get; } =
    [
        .. from page in DocPage.All
           from line in page.Prose
           select new Prose(page.Path, line.Number, InlineCode().Replace(line.Text, "``")),
    ];

    /// <summary>The comments in <paramref name="code"/>, and the strings of its calls that log.</summary>
    public static IEnumerable<Prose> In(string path, string code)
    {
        var number = 1;
        var counted = 0;
        foreach (Match token in Token().Matches(code))
        {
            var isString = !token.Value.StartsWith('/');
            if (isString && !IsLogged(code, token.Index)) continue;
            number += code.AsSpan(counted, token.Index - counted).Count('\n');
            counted = token.Index;
            foreach (var (index, line) in token.Value.Split('\n').Index())
            {
                if (InlineCode().Replace(Markup().Replace(line, ""), "").Trim(' ', '/', '*', '"') is { Length: > 0 } text)
                    yield return new Prose(path, number + index, text);
            }
        }
    }

    // A string is logged where the statement around it calls a method of a logger.
    private static bool IsLogged(string code, int index)
    {
        var start = code.LastIndexOfAny([';', '{', '}'], index);
        return LogCall().IsMatch(code[(start + 1)..index]);
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(Checkout.At(folder), "*", SearchOption.AllDirectories)
            .Where(file => Code.Contains(System.IO.Path.GetExtension(file)))
            .Select(file => System.IO.Path.GetRelativePath(Checkout.Root, file))
            .Where(path => !path.Split(System.IO.Path.DirectorySeparatorChar).Intersect(["bin", "obj", "node_modules"]).Any());

    [GeneratedRegex("""
        "{3,}[\s\S]*?"{3,}|[$@]*"(\\.|[^"\\\n])*"|`(\\.|[^`\\])*`|'(\\.|[^'\\\n])*'|//[^\n]*|/\*[\s\S]*?\*/
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex(@"\bLog(Trace|Debug|Information|Warning|Error|Critical)\s*\(")]
    private static partial Regex LogCall();

    [GeneratedRegex("<(c|see|paramref|see)[^>]*/>|<c>[^<]*</c>|<[^>]*>")]
    private static partial Regex Markup();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();
}
