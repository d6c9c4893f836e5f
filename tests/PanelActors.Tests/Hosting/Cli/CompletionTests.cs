using System.Diagnostics;
using System.Text.RegularExpressions;
using PanelActors.Hosting.Cli;
using PanelActors.Hosting.Cli.Completion;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Hosting.Cli;

/// <summary>What the scripts for shells, the page for man and the schema print, tried by the programs that read them.</summary>
public sealed partial class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Each_script_has_every_command_and_every_option(string shell)
    {
        var script = await PrintedAsync("completion", shell);
        foreach (var node in CommandNode.All(CommandLine.Root(TextWriter.Null, TextWriter.Null)))
        {
            foreach (var command in node.Commands) script.ShouldContain(command.Name);
            foreach (var option in node.Options)
                script.ShouldContain(shell == "fish" ? $"-l {option.Name[2..]}" : option.Name);
        }

        (await InvokeAsync("completion", "tcsh")).Code.ShouldBe(1);
        (await InvokeAsync("completion")).Code.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "run check snapshot watch key schema completion --help -h --version --config --urls --source")]
    [InlineData("ch", "check")]
    [InlineData("run --", "--config --urls --source --help")]
    [InlineData("--urls run ", "run check snapshot watch key schema completion --help -h --version --config --urls --source")]
    [InlineData("key --may ", "control metrics read")]
    [InlineData("key --may read --m", "--may")]
    [InlineData("completion ", "bash fish zsh --help -h")]
    [InlineData("watch --url ", "")]
    [InlineData("check --config my", "my file.json|myown.json")]
    [InlineData("--config my", "my file.json|myown.json")]
    [InlineData("snapshot --key-file o", "other.key")]
    public async Task Bash_completes_what_was_typed(string typed, string words)
    {
        _folder.Write("my file.json", "");
        _folder.Write("myown.json", "");
        _folder.Write("other.key", "");
        _folder.Write("completion", await PrintedAsync("completion", "bash"));
        string[] line = ["panelactors", .. typed.Split(' ')];

        var (code, output, error) = await RunAsync(
            "bash",
            [
                "--norc", "-c",
            """
            set -u
            source completion && complete -p panelactors || exit
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _panelactors panelactors "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            [ ${#COMPREPLY[@]} = 0 ] || printf '%s\n' "${COMPREPLY[@]}"
            """,
                "bash", .. line,
            ]);

        (code, error).ShouldBe((0, ""));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("complete -F _panelactors panelactors");
        var expected = words.Split(words.Contains('|', StringComparison.Ordinal) ? '|' : ' ', StringSplitOptions.RemoveEmptyEntries);
        // Commands may be added.
        lines[1..].Except(typed is "" or "--urls run " ? Commands() : []).ShouldBe(
            expected.Except(typed is "" or "--urls run " ? Commands() : []), ignoreOrder: true);
        foreach (var word in expected) lines.ShouldContain(word);
    }

    [ProgramFact("zsh")]
    public async Task Zsh_can_read_its_script() => await ReadAsync("zsh");

    [ProgramFact("fish")]
    public async Task Fish_can_read_its_script() => await ReadAsync("fish");

    [ProgramFact("groff")]
    public async Task The_page_for_man_is_set_without_a_warning()
    {
        var (code, output, error) = await RunAsync("groff", "-man", "-Tutf8", "-ww", "-P-c", Checkout.At(ManPage.Path));

        (code, error).ShouldBe((0, ""));
        foreach (var text in (string[])["NAME", "panelactors - live state", "--config FILE", "completion SHELL", "EXIT STATUS"])
            Overstrike().Replace(output, "").ShouldContain(text);
    }

    [Fact]
    public async Task The_schema_is_the_one_that_is_shipped()
    {
        var printed = await PrintedAsync("schema");
        printed.ShouldBe(await File.ReadAllTextAsync(Settings.Shipped("panelactors.schema.json")));
        printed.ShouldContain("https://json-schema.org/draft/2020-12/schema");
    }

    private static IEnumerable<string> Commands() =>
        CommandLine.Root(TextWriter.Null, TextWriter.Null).Subcommands.Select(static command => command.Name);

    // How a terminal without other means is given bold letters.
    [GeneratedRegex(".\u0008", RegexOptions.None)]
    private static partial Regex Overstrike();

    private async Task ReadAsync(string shell)
    {
        _folder.Write("completion", await PrintedAsync("completion", shell));
        var (code, _, error) = await RunAsync(shell, "-n", "completion");
        (code, error).ShouldBe((0, ""));
    }

    private static async Task<string> PrintedAsync(params string[] args)
    {
        var (code, output, error) = await InvokeAsync(args);
        (code, error).ShouldBe((0, ""));
        return output;
    }

    private static async Task<(int Code, string Output, string Error)> InvokeAsync(params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await CommandLine.InvokeAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, output, await error);
    }
}
