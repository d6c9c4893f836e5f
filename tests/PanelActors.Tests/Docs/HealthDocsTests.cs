using PanelActors.Protocol;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Docs;

public sealed class HealthDocsTests
{
    [Fact]
    public void The_pages_number_healths_as_the_metric_does()
    {
        var values = Enum.GetValues<Health>().Select(health => $"{(int)health} `{health.ToName()}`");
        Checkout.Read("docs/specification.md").ShouldContain($"`heartbeat_health` ({string.Join(", ", values)})");
    }

    [Fact]
    public void The_metric_says_what_its_values_mean() =>
        Checkout.Read("src/PanelActors/Telemetry/PanelActorsMetrics.cs")
            .ShouldContain($"\"{string.Join(", ", Enum.GetValues<Health>().Select(health => $"{(int)health} {health.ToName()}"))}.\"");
}
