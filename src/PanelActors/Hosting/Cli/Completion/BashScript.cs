using System.CommandLine;
using System.Text;

namespace PanelActors.Hosting.Cli.Completion;

/// <summary>What makes bash complete the program's command line.</summary>
internal static class BashScript
{
    public static string Of(IReadOnlyList<CommandNode> nodes)
    {
        var valued = nodes.SelectMany(static node => node.Options.Where(CommandNode.TakesValue).Select(option => (node, option))).ToList();
        var script = new StringBuilder();
        script.Append("""
            # Completion of panelactors for bash. Have it read by ~/.bashrc:  source <(panelactors completion bash)
            _panelactors() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command="" words="" files="" i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$command:${COMP_WORDS[i]}" in

            """);
        // A value is not a command.
        Case(script, 3, Patterns(valued), "((i++))");
        foreach (var node in nodes)
        {
            foreach (var command in node.Commands)
                Case(script, 3, Pattern(node, command.Name), $"command=\"{(node.Path.Length == 0 ? "" : $"{node.Path} ")}{command.Name}\"");
        }

        script.Append("""
                    esac
                done
                case "$command:$prev" in

            """);
        foreach (var values in valued.GroupBy(static pair => ValueOf(pair.option)))
            Case(script, 2, Patterns(values), values.Key);
        script.Append("""
                    *)
                        case "$command" in

            """);
        foreach (var node in nodes)
        {
            string[] words =
            [
                .. node.Commands.Select(static command => command.Name), .. node.ArgumentWords,
                .. node.Options.SelectMany(CommandNode.NamesOf),
            ];
            Case(script, 4, $"\"{node.Path}\"", $"words=\"{string.Join(' ', words)}\"{(node.TakesFile ? " files=1" : "")}");
        }

        script.Append("""
                        esac
                        ;;
                esac
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
                if [[ -n $files ]]; then
                    compopt -o filenames 2>/dev/null
                    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$cur")
                fi
            }
            complete -F _panelactors panelactors

            """);
        return script.ToString();
    }

    private static string ValueOf(Option option)
    {
        var words = CommandNode.WordsOf(option);
        return words.Count > 0 ? $"words=\"{string.Join(' ', words)}\"" : CommandNode.TakesFileIn(option) ? "files=1" : ":";
    }

    private static string Patterns(IEnumerable<(CommandNode Node, Option Option)> options) => string.Join(" | ",
        options.SelectMany(static pair => CommandNode.NamesOf(pair.Option).Select(name => Pattern(pair.Node, name))).Distinct());

    private static string Pattern(CommandNode node, string word) => $"\"{node.Path}:{word}\"";

    private static void Case(StringBuilder script, int depth, string pattern, string action) =>
        script.Append(' ', depth * 4).Append($"{pattern}) {action} ;;\n");
}
