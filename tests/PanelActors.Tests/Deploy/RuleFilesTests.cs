using System.Text.RegularExpressions;
using PanelActors.Telemetry;
using PanelActors.Tests.Docs;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Deploy;

/// <summary>The rules of Prometheus: it accepts them, they do what their unit tests say, and they name what there is.</summary>
public sealed partial class RuleFilesTests
{
    private const string Operations = "docs/operations.md";

    private static readonly string[] Names =
        [.. typeof(MetricNames).GetFields().Select(static field => (string)field.GetValue(null)!)];

    public static TheoryData<string> Alerts => [.. RuleFiles.Severities.Keys];

    [ProgramsTheory("promtool")]
    [InlineData("check", "rules", RuleFiles.Alerts, RuleFiles.Recording)]
    [InlineData("test", "rules", RuleFiles.Tests)]
    public async Task Prometheus_agrees(params string[] arguments)
    {
        var run = await ProgramRun.Of(Checkout.Root, "promtool", arguments);

        run.Code.ShouldBe(0, run.Output);
        run.Output.ShouldContain("SUCCESS");
    }

    [ProgramsTheory("promtool")]
    [MemberData(nameof(Alerts))]
    public async Task An_alert_that_never_fires_is_noticed(string alert)
    {
        using var folder = new TemporaryFolder();
        folder.Write("recording.yml", Checkout.Read(RuleFiles.Recording));
        folder.Write("tests.yml", Checkout.Read(RuleFiles.Tests));
        var rules = Checkout.Read(RuleFiles.Alerts).Replace($"- alert: {alert}\n", "- alert: Other\n", StringComparison.Ordinal);
        folder.Write("alerts.yml", rules);

        var run = await ProgramRun.Of(folder.Path, "promtool", "test", "rules", "tests.yml");

        run.Code.ShouldBe(1, run.Output);
        run.Output.ShouldContain(alert);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_is_quiet_without_trouble_and_fires_with_it(string alert)
    {
        var tests = Checkout.Read(RuleFiles.Tests);
        tests.ShouldContain($"alertname: {alert}, exp_alerts: [] }}");
        tests.ShouldContain($"alertname: {alert}\n        exp_alerts:\n");
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_has_a_runbook(string alert)
    {
        RuleFiles.Severities[alert].ShouldBeOneOf("critical", "warning");
        Checkout.Read(RuleFiles.Alerts).ShouldContain($"runbook: operations.md#{MarkdownLink.Anchor(alert)}\n");
        var page = DocPage.All.Single(page => page.Path == Operations);
        page.Prose.Count(line => line.Text == $"### {alert}").ShouldBe(1);
        page.Prose.ShouldContain(line =>
            line.Text.StartsWith($"| [{alert}](#{MarkdownLink.Anchor(alert)}) | {RuleFiles.Severities[alert]} |"));
    }

    [Fact]
    public void Every_runbook_has_an_alert() =>
        DocPage.All.Single(static page => page.Path == Operations).Prose
            .Where(static line => line.Text.StartsWith("### PanelActors", StringComparison.Ordinal)).Select(static line => line.Text[4..])
            .ShouldBe(RuleFiles.Severities.Keys);

    [Theory]
    [InlineData(RuleFiles.Alerts)]
    [InlineData(RuleFiles.Recording)]
    [InlineData(RuleFiles.Tests)]
    public void Metrics_are_those_of_the_daemon(string file) =>
        Metric().Matches(Checkout.Read(file)).Select(static match => Part().Replace(match.Value, "")).Distinct()
            .Except(Names).ShouldBeEmpty();

    [Fact]
    public void A_name_of_the_original_platform_stands_for_what_the_guide_says()
    {
        var rows = Checkout.Read("docs/migrating.md").Split('\n');
        var original = RuleFiles.Recorded.Where(static rule => rule.Key.StartsWith("g6_", StringComparison.Ordinal)).ToList();

        original.Count.ShouldBeGreaterThan(10);
        foreach (var (name, metric) in original)
        {
            var (there, here) = (Part().Replace(name, ""), Part().Replace(metric, ""));
            rows.ShouldContain(row => row.StartsWith('|') && row.Contains(there) && row.Contains($"`{here}{{"), $"{there} is {here}");
        }
    }

    [GeneratedRegex(@"(?<![\w:])panelactors_\w+")]
    private static partial Regex Metric();

    // A histogram's series.
    [GeneratedRegex("(?<=_seconds)_(bucket|sum|count)$")]
    private static partial Regex Part();
}
