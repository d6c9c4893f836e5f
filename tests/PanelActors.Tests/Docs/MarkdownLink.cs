using System.Text.RegularExpressions;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Docs;

/// <summary>Links of pages to files of the checkout and to headings.</summary>
internal static partial class MarkdownLink
{
    /// <summary>One line for each link of <paramref name="page"/> that leads nowhere. Addresses elsewhere are not asked.</summary>
    public static IEnumerable<string> Dead(DocPage page)
    {
        foreach (var (number, text) in page.Prose)
        {
            foreach (Match link in Link().Matches(InlineCode().Replace(text, "")))
            {
                var target = link.Groups["target"].Value;
                if (!Elsewhere().IsMatch(target) && Fault(page.Path, target) is { } fault)
                    yield return $"{page.Path}:{number}: {target}: {fault}";
            }
        }
    }

    /// <summary>The name by which GitHub lets one link to a heading, where no other on its page has the same.</summary>
    public static string Anchor(string heading) =>
        Unlinkable().Replace(LinkText().Replace(heading, "$1").Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string? Fault(string page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page
            : Path.GetRelativePath(Checkout.Root, Path.GetFullPath(Path.Combine(Checkout.At(page), "..", parts[0])));
        if (path.StartsWith("..", StringComparison.Ordinal)) return "it leads out of the checkout";
        if (!File.Exists(Checkout.At(path)) && !Directory.Exists(Checkout.At(path))) return "there is no such file";
        if (parts.Length == 1) return null;
        var other = DocPage.All.FirstOrDefault(other => other.Path == path);
        return other is not null && Anchors(other).Contains(parts[1]) ? null : "there is no such heading";
    }

    private static IEnumerable<string> Anchors(DocPage page) =>
        from line in page.Prose
        let heading = Heading().Match(line.Text)
        where heading.Success
        select Anchor(heading.Groups["text"].Value);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("^#{1,6} (?<text>.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Unlinkable();
}
