using System.Text.RegularExpressions;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Docs;

public sealed partial class MetricNamesTests
{
    private static readonly string[] Names =
        [.. typeof(MetricNames).GetFields().Select(field => (string)field.GetValue(null)!).Where(name => name != MetricNames.Meter)];

    [Fact]
    public void Every_metric_is_documented()
    {
        var rows = Checkout.Read("docs/http-api.md");

        Names.Where(name => !rows.Contains($"| `{name}` |", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_guide_for_newcomers_names_is_there() =>
        Metric().Matches(Checkout.Read("docs/migrating.md")).Select(match => match.Value).Except(Names).ShouldBeEmpty();

    [GeneratedRegex("panelactors_[a-z_]+")]
    private static partial Regex Metric();
}
