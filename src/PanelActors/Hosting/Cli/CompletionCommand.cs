using System.CommandLine;
using PanelActors.Hosting.Cli.Completion;

namespace PanelActors.Hosting.Cli;

/// <summary>The command <c>completion</c>: prints a script that makes a shell complete the command line (specification 7.1).</summary>
internal static class CompletionCommand
{
    /// <summary>The command, for the command line below <paramref name="root"/>.</summary>
    public static Command Create(RootCommand root, TextWriter output)
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell: bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print the script that makes a shell complete this command line.") { shell };
        command.SetAction(parsed => output.Write(ScriptOf(root, parsed.GetValue(shell)!)));
        return command;
    }

    /// <summary>The script for one of the shells.</summary>
    public static string ScriptOf(RootCommand root, string shell)
    {
        var nodes = CommandNode.All(root);
        return shell switch
        {
            "zsh" => ZshScript.Of(nodes),
            "fish" => FishScript.Of(nodes),
            _ => BashScript.Of(nodes),
        };
    }
}
