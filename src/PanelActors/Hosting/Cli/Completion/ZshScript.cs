using System.CommandLine;
using System.Text;

namespace PanelActors.Hosting.Cli.Completion;

/// <summary>What makes zsh complete the program's command line.</summary>
internal static class ZshScript
{
    public static string Of(IReadOnlyList<CommandNode> nodes)
    {
        var script = new StringBuilder("""
            #compdef panelactors
            # Completion of panelactors for zsh. Save it as _panelactors in a folder of $fpath, or:  source <(panelactors completion zsh)

            """);
        foreach (var node in nodes) Function(script, node);
        script.Append("""

            if [[ ${funcstack[1]} == _panelactors ]]; then
                _panelactors "$@"
            else
                compdef _panelactors panelactors
            fi

            """);
        return script.ToString();
    }

    private static void Function(StringBuilder script, CommandNode node)
    {
        script.Append($"\n{NameOf(node.Path)}() {{\n    local curcontext=\"$curcontext\" state\n");
        script.Append("    local -a line\n    typeset -A opt_args\n    _arguments -C");
        foreach (var option in node.Options) script.Append(" \\\n        ").Append(Specification(option));
        if (node.Commands.Count > 0) script.Append(" \\\n        '1: :->command' \\\n        '*:: :->rest'\n");
        else if (node.ArgumentWords.Count > 0) script.Append($" \\\n        '1: :({string.Join(' ', node.ArgumentWords)})'\n");
        else if (node.TakesFile) script.Append(" \\\n        '*: :_files'\n");
        else script.Append('\n');
        if (node.Commands.Count > 0) Next(script, node);
        script.Append("}\n");
    }

    private static void Next(StringBuilder script, CommandNode node)
    {
        script.Append("    case $state in\n        command)\n            local -a commands=(");
        foreach (var command in node.Commands)
            script.Append($"\n                {Quoted($"{command.Name}:{Colons(command.Description)}")}");
        script.Append("\n            )\n            _describe command commands\n            ;;\n        rest)\n");
        script.Append("            case ${line[1]} in\n");
        foreach (var command in node.Commands)
            script.Append($"                {command.Name}) {NameOf($"{node.Path} {command.Name}".Trim())} ;;\n");
        script.Append("            esac\n            ;;\n    esac\n");
    }

    private static string Specification(Option option)
    {
        var names = CommandNode.NamesOf(option);
        var repeats = option.Arity.MaximumNumberOfValues > 1 ? "*" : "";
        var about = (option.Description ?? "").Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
        var words = CommandNode.WordsOf(option);
        var value = !CommandNode.TakesValue(option) ? ""
            : $":{Colons(option.HelpName)}:" + (words.Count > 0 ? $"({string.Join(' ', words)})"
                : CommandNode.TakesFileIn(option) ? "_files"
                : "");
        var rest = Quoted($"[{Colons(about)}]{value}");
        if (names.Count == 1) return $"{(repeats.Length > 0 ? "'*'" : "")}{names[0]}{rest}";
        // Either of the names, once.
        return $"'({string.Join(' ', names)})'{{{string.Join(',', names)}}}{rest}";
    }

    private static string NameOf(string path) => $"_panelactors{(path.Length == 0 ? "" : "_")}{path.Replace(' ', '_')}";

    private static string Colons(string? text) => (text ?? "").Replace(":", "\\:", StringComparison.Ordinal);

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
