using System.CommandLine;
using PanelActors.Hosting.Cli;
using PanelActors.Hosting.Cli.Completion;

namespace PanelActors.Tests.Hosting.Cli;

/// <summary>The page for man(1), made from the definitions of the command line.</summary>
internal static class ManPage
{
    /// <summary>The path of the committed one in the checkout.</summary>
    public const string Path = "docs/panelactors.1";

    private static readonly (string Name, string About)[] Environment =
    [
        ("PANELACTORS__SECTION__KEY", "A key of the configuration, such as PANELACTORS__Log__Format. It wins over the file."),
        (DaemonOptions.KeyFileVariable, "Stands for --key-file."),
        ("G6_UNIFIED_METRICS", "With 0, false, off or no there are no metrics."),
        ("OTEL_EXPORTER_OTLP_ENDPOINT",
            "Where metrics, traces and the log are sent to by OTLP; further variables are those of OpenTelemetry."),
        ("NO_COLOR", "Set to anything, watch shows no colors."),
    ];

    private static readonly (string Name, string About)[] Files =
    [
        ("config/panelactors.json", "The configuration, below the working directory, else beside the program."),
        ("data/panelactors.db", "The state across restarts, where the configuration does not say otherwise."),
    ];

    public static string Text { get; } = $"{string.Join('\n', Lines())}\n";

    private static IEnumerable<string> Lines()
    {
        var nodes = CommandNode.All(CommandLine.Root(TextWriter.Null, TextWriter.Null));
        var root = nodes[0];
        return
        [
            ".\\\" Made from the definitions of the command line; a test rewrites it.",
            ".TH PANELACTORS 1 \"\" PanelActors \"User Commands\"",
            ".SH NAME",
            "panelactors \\- live state of dashboard panels from server\\-sent events",
            ".SH SYNOPSIS",
            ".B panelactors",
            $"[{Italic("COMMAND")}] [{Italic("OPTIONS")}]",
            ".SH DESCRIPTION",
            Line(root.Command.Description!),
            .. Options(root),
            ".SH COMMANDS",
            .. nodes.Skip(1).SelectMany(Command),
            ".SH EXIT STATUS",
            "0, or 1 for anything that went wrong, with text on standard error.",
            ".SH ENVIRONMENT",
            .. Environment.SelectMany(static pair => Item(Bold(pair.Name), pair.About)),
            ".SH FILES",
            .. Files.SelectMany(static pair => Item(Italic(pair.Name), pair.About)),
            ".SH SEE ALSO",
            "The documentation beside the program\\(aqs source: README.md, docs/specification.md.",
        ];
    }

    private static IEnumerable<string> Command(CommandNode node) =>
    [
        $".SS \"{Escaped(string.Join(' ', [node.Path, .. node.Command.Arguments.Select(static argument => argument.Name)]))}\"",
        Line(node.Command.Description ?? ""),
        .. node.Command.Arguments.Where(static argument => argument.Description is not null)
            .SelectMany(static argument => Item(Italic(argument.Name), argument.Description!)),
        .. Options(node),
    ];

    private static IEnumerable<string> Options(CommandNode node) => node.Options.Where(node.IsOwn).SelectMany(static option => Item(
        string.Join(", ", CommandNode.NamesOf(option).Select(Bold))
            + (CommandNode.TakesValue(option) ? $" {Italic(option.HelpName ?? "VALUE")}" : ""),
        $"{option.Description?.TrimEnd('.')}.{Choice(option)}"));

    // Each option of all commands once, with the program itself.
    private static bool IsOwn(this CommandNode node, Option option) => node.Path.Length == 0 || !node.Inherited.Contains(option);

    private static string Choice(Option option) => CommandNode.WordsOf(option) is { Count: > 0 } words && CommandNode.TakesValue(option)
        ? $" One of {string.Join(", ", words)}."
        : "";

    private static IEnumerable<string> Item(string name, string about) => [".TP", name, Line(about)];

    private static string Line(string text) => text is ['.' or '\'', ..] ? $"\\&{Escaped(text)}" : Escaped(text);

    private static string Bold(string text) => $"\\fB{Escaped(text)}\\fR";

    private static string Italic(string text) => $"\\fI{Escaped(text)}\\fR";

    private static string Escaped(string text) => text
        .Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal)
        .Replace("'", "\\(aq", StringComparison.Ordinal).Replace("\"", "\\(dq", StringComparison.Ordinal);
}
