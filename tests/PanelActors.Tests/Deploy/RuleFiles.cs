using System.Text.RegularExpressions;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Deploy;

/// <summary>The files of Prometheus that are shipped, read as far as the tests need them.</summary>
internal static partial class RuleFiles
{
    public const string Folder = "deploy/prometheus";

    public const string Alerts = $"{Folder}/alerts.yml";

    public const string Recording = $"{Folder}/recording.yml";

    public const string Tests = $"{Folder}/tests.yml";

    /// <summary>The alerts by name, each with its severity.</summary>
    public static IReadOnlyDictionary<string, string> Severities { get; } =
        Alert().Matches(Checkout.Read(Alerts)).ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value);

    /// <summary>What is recorded under one name, as written on one line.</summary>
    public static IReadOnlyDictionary<string, string> Recorded { get; } =
        Record().Matches(Checkout.Read(Recording))
            .ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value);

    [GeneratedRegex(@"- alert: (\w+)\n(?:(?!- alert:)[\s\S])*?severity: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"- record: (\S+)\n\s+expr: (.+)\n")]
    private static partial Regex Record();
}
