using System.CommandLine;
using System.Text;

namespace PanelActors.Hosting.Cli.Completion;

/// <summary>What makes fish complete the program's command line.</summary>
internal static class FishScript
{
    public static string Of(IReadOnlyList<CommandNode> nodes)
    {
        var script = new StringBuilder("""
            # Completion of panelactors for fish. Save it as ~/.config/fish/completions/panelactors.fish.
            complete -c panelactors -f

            """);
        foreach (var node in nodes)
        {
            var condition = Quoted(ConditionOf(node));
            foreach (var command in node.Commands) Line(script, condition, $"-a {command.Name}", command.Description);
            foreach (var word in node.ArgumentWords) Line(script, condition, $"-a {word}", null);
            if (node.TakesFile) Line(script, condition, "-F", null);
            foreach (var option in node.Options) Line(script, condition, Switches(option), option.Description);
        }

        return script.ToString();
    }

    // None of the commands that may follow has been typed yet.
    private static string ConditionOf(CommandNode node)
    {
        var typed = node.Path.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static word => $"__fish_seen_subcommand_from {word}");
        var next = node.Commands.Select(static command => command.Name);
        string[] conditions =
            [.. typed, .. next.Any() ? [$"not __fish_seen_subcommand_from {string.Join(' ', next)}"] : Array.Empty<string>()];
        return string.Join("; and ", conditions);
    }

    private static string Switches(Option option)
    {
        var names = CommandNode.NamesOf(option).Select(static name =>
            name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}");
        var words = CommandNode.WordsOf(option);
        var value = !CommandNode.TakesValue(option) ? ""
            : words.Count > 0 ? $" -x -a {Quoted(string.Join(' ', words))}"
            : CommandNode.TakesFileIn(option) ? " -r -F"
            : " -x";
        return string.Join(' ', names) + value;
    }

    private static void Line(StringBuilder script, string condition, string what, string? description) => script.Append(
        $"complete -c panelactors -n {condition} {what}{(description is null ? "" : $" -d {Quoted(description)}")}\n");

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
