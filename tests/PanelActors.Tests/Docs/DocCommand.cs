using System.Text.RegularExpressions;

namespace PanelActors.Tests.Docs;

/// <summary>A command that a page shows.</summary>
/// <param name="Place">Page and line.</param>
/// <param name="Text">The command, continued lines joined, as it would be typed.</param>
/// <param name="Note">The comment behind it; empty where there is none.</param>
internal sealed partial record DocCommand(string Place, string Text, string Note)
{
    private static readonly string[] Shells = ["sh", "bash", "console"];

    /// <summary>Every command of every page. Blocks without a language count where what they show looks like commands.</summary>
    public static IReadOnlyList<DocCommand> All { get; } =
        [.. DocPage.All.SelectMany(page => page.Blocks).Where(IsShell).SelectMany(Of)];

    /// <summary>The commands in a block. In a <c>console</c> block they are what follows a prompt; the rest is output.</summary>
    public static IEnumerable<DocCommand> Of(DocBlock block)
    {
        var isConsole = block.Language == "console";
        for (var i = 0; i < block.Lines.Count; i++)
        {
            var number = block.Number + 1 + i;
            var line = block.Lines[i];
            if (isConsole && !line.StartsWith("$ ", StringComparison.Ordinal)) continue;
            if (isConsole) line = line[2..];
            while (line.EndsWith('\\') && i + 1 < block.Lines.Count) line = line[..^1] + block.Lines[++i].TrimStart();
            var parts = Comment().Match(line);
            var text = (parts.Success ? line[..parts.Index] : line).Trim();
            if (text.Length > 0) yield return new DocCommand($"{block.Page}:{number}", text, parts.Groups["note"].Value);
        }
    }

    private static bool IsShell(DocBlock block) =>
        Shells.Contains(block.Language) || (block.Language.Length == 0 && block.Lines.Any(CommandLine().IsMatch));

    [GeneratedRegex(@"(^|\s)#\s+(?<note>.*)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(\$ )?(curl|dotnet|panelactors) ")]
    private static partial Regex CommandLine();
}
