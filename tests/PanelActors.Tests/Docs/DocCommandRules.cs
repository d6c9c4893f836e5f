using System.Globalization;
using System.Text.RegularExpressions;

namespace PanelActors.Tests.Docs;

/// <summary>What a test does with each command that a page shows.</summary>
internal static partial class DocCommandRules
{
    /// <summary>Commands that are not run, by how they begin, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Exempt { get; } = new Dictionary<string, string>
    {
        ["./tests/run"] = "it runs this test",
        [".ci/run"] = "it runs this test",
        ["./tests/mutate "] = "it changes the code, and runs the tests of a room for minutes",
        [".ci/release-notes "] = "WorkflowTests runs it",
        ["dotnet build "] = "it builds this test",
        ["dotnet test "] = "it runs this test",
        ["apt install "] = "it changes the machine; deploy/deb/test.sh installs the package",
        ["systemctl "] = "it needs a machine with systemd",
        ["journalctl "] = "it needs a machine with systemd",
        ["promtool "] = "RuleFilesTests runs it",
        ["sqlite3 "] = "BackupTests runs it",
        ["pg_dump "] = "it needs a database that has the tables",
        ["git "] = "it changes the repository",
        ["dotnet publish "] = "it takes minutes, and the web for what it compiles with",
        ["dotnet run -c Release --project tests/PanelActors.Benchmarks "] = "it measures for minutes, on a machine that does nothing else",
    };

    /// <summary>Why <paramref name="command"/> is not run; null where it is.</summary>
    public static string? ReasonNotToRun(string command) =>
        Exempt.FirstOrDefault(rule => command.StartsWith(rule.Key, StringComparison.Ordinal)).Value;

    /// <summary>Whether it is a call of the API.</summary>
    public static bool IsCurl(string command) => command.StartsWith("curl ", StringComparison.Ordinal);

    /// <summary>The command of the program that it runs (<c>run</c> where it names none); null where it runs another one.</summary>
    public static string? VerbOf(string command)
    {
        var match = Program().Match(Direct(command));
        return !match.Success ? null : match.Groups["verb"] is { Success: true } verb ? verb.Value : "run";
    }

    /// <summary>The command with the program called by its name, however the page builds and starts it.</summary>
    public static string Direct(string command) => Built().Replace(command, "panelactors");

    /// <summary>The command with every address of a daemon in it replaced.</summary>
    public static string At(string authority, string command) => Daemon().Replace(command, authority);

    /// <summary>The status that the page gives beside a call; null where it gives none, and a success is meant.</summary>
    public static int? StatusIn(string note) =>
        Status().Match(note) is { Success: true } status ? int.Parse(status.Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^dotnet run -c Release --project src/PanelActors(?![\w.])( --(?=\s))?|^artifacts/panelactors/panelactors(?=\s|$)")]
    private static partial Regex Built();

    [GeneratedRegex(@"^panelactors(?:\s+(?<verb>[a-z][\w-]*))?(?=\s|$)")]
    private static partial Regex Program();

    [GeneratedRegex(@"(?<=https?://)[\w.-]+:5080(?!\d)")]
    private static partial Regex Daemon();

    [GeneratedRegex(@"^[1-5]\d\d\b")]
    private static partial Regex Status();
}
