using System.Text;
using System.Text.RegularExpressions;

namespace PanelActors.Tests.Docs;

/// <summary>
/// The commands of one section of a page that belong together: its blocks in the language <c>sh recipe</c>, one after the other, each
/// begun in the folder that has the shipped configuration.
/// </summary>
/// <remarks>
/// A note beside a call says its status; one that begins with <c>soon:</c> says what the command prints within half a minute.
/// </remarks>
internal sealed partial record Recipe(string Title, IReadOnlyList<DocBlock> Blocks)
{
    private const string Language = "sh recipe";

    // What a page calls there is elsewhere in a test.
    private const string Settings = "/etc/panelactors";

    /// <summary>Every recipe of a page.</summary>
    public static IReadOnlyList<Recipe> Of(DocPage page)
    {
        var titles = page.Prose.Where(static line => line.Text.StartsWith("## ", StringComparison.Ordinal)).ToList();
        return
        [
            .. page.Blocks.Where(static block => block.Language == Language)
                .GroupBy(block => titles.Last(title => title.Number < block.Number).Text[3..])
                .Select(static group => new Recipe(group.Key, [.. group])),
        ];
    }

    /// <summary>The whole as one script; what it starts in the background has its process id in the file <c>pids</c>.</summary>
    /// <param name="place">Where its files and ports are.</param>
    public string Script(RecipePlace place)
    {
        var script = new StringBuilder(Prelude(place));
        foreach (var block in Blocks)
        {
            script.Append("(\n");
            foreach (var command in DocCommand.Of(block)) script.Append(Line(command)).Append('\n');
            script.Append(")\n");
        }

        return script.ToString();

        string Line(DocCommand command)
        {
            var text = place.Moved(command.Text);
            if (DocCommandRules.StatusIn(command.Note) is { } status) return $"status {status} {text}";
            return Soon().Match(command.Note) is { Success: true } soon ? $"soon {Quoted(soon.Groups[1].Value)} {Quoted(text)}" : text;
        }
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Prelude(RecipePlace place) =>
        $$"""
        set -euo pipefail
        here={{Quoted(place.Folder)}}
        started() { echo "$1" >> "$here/pids"; }
        panelactors() {
          if [ "$1" != run ]; then dotnet {{Quoted(RecipePlace.Program)}} "$@"; return; fi
          local log; log=$(mktemp -p "$here" daemon.XXXX)
          dotnet {{Quoted(RecipePlace.Program)}} "$@" > "$log" 2>&1 &
          started $!
          until grep -q 'listens on' "$log"; do kill -0 $! 2>/dev/null || { cat "$log" >&2; exit 1; }; sleep 0.1; done
        }
        nginx() {
          command nginx "$@" -g 'daemon off;' > "$here/nginx.log" 2>&1 &
          started $!
          until [ -s "$here/nginx.pid" ]; do kill -0 $! 2>/dev/null || { cat "$here/nginx.log" >&2; exit 1; }; sleep 0.1; done
        }
        prometheus() { command prometheus "$@" > "$here/prometheus.log" 2>&1 & started $!; }
        status() {
          local want=$1 got; shift
          got=$("$@" -s --max-time 20 -o "$here/answer" -w '%{http_code}')
          [ "$got" = "$want" ] || { echo "$* was answered with $got in place of $want: $(cat "$here/answer")" >&2; exit 1; }
        }
        soon() {
          local try output
          for try in $(seq 150); do
            output=$(eval "$2" 2>&1) && case $output in *"$1"*) return;; esac
            sleep 0.2
          done
          echo "$2 did not print $1 but: $output" >&2; exit 1
        }

        """;

    [GeneratedRegex("^soon: (.+)$")]
    private static partial Regex Soon();
}
