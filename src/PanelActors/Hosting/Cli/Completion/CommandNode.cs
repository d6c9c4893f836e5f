using System.CommandLine;
using System.CommandLine.Completions;

namespace PanelActors.Hosting.Cli.Completion;

/// <summary>A command as scripts and manuals need it: where it stands, and what may follow it.</summary>
/// <param name="Path">The names that lead to it, separated by spaces; empty for the program itself.</param>
/// <param name="Command">What it is defined as.</param>
/// <param name="Inherited">The options that every command has.</param>
internal sealed record CommandNode(string Path, Command Command, IReadOnlyList<Option> Inherited)
{
    private static readonly string[] FileNames = ["FILE", "PATH", "DIR", "FOLDER"];

    /// <summary>The options, each once, those of the command itself first.</summary>
    public IReadOnlyList<Option> Options =>
        [.. Command.Options.Concat(Inherited).Distinct().Where(static option => !option.Hidden)];

    public IReadOnlyList<Command> Commands => [.. Command.Subcommands.Where(static command => !command.Hidden)];

    /// <summary>The words that its arguments may have.</summary>
    public IReadOnlyList<string> ArgumentWords => [.. Command.Arguments.SelectMany(WordsOf)];

    /// <summary>Whether an argument names a file.</summary>
    public bool TakesFile => Command.Arguments.Any(static argument => IsFile(argument.HelpName ?? argument.Name));

    /// <summary>The program and all commands below it, each before those in it.</summary>
    public static IReadOnlyList<CommandNode> All(RootCommand root)
    {
        Option[] inherited = [.. root.Options.Where(static option => option.Recursive)];
        return [.. Below("", root)];

        IEnumerable<CommandNode> Below(string path, Command command)
        {
            var node = new CommandNode(path, command, inherited);
            return
            [
                node,
                .. node.Commands.SelectMany(child => Below(path.Length == 0 ? child.Name : $"{path} {child.Name}", child)),
            ];
        }
    }

    /// <summary>How an option may be written, without the forms of other systems.</summary>
    public static IReadOnlyList<string> NamesOf(Option option) =>
        [option.Name, .. option.Aliases.Where(static alias => alias is ['-', not '?', ..]).Order(StringComparer.Ordinal)];

    /// <summary>Whether a value follows the option.</summary>
    public static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    public static bool TakesFileIn(Option option) => IsFile(option.HelpName);

    /// <summary>The words that the value of an option or an argument may be; none where it may be any.</summary>
    public static IReadOnlyList<string> WordsOf(Symbol symbol) =>
        [.. symbol.GetCompletions(CompletionContext.Empty).Select(static item => item.Label).Distinct()];

    private static bool IsFile(string? name) => name is not null && FileNames.Contains(name, StringComparer.OrdinalIgnoreCase);
}
