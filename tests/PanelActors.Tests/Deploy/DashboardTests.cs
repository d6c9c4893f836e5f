using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Deploy;

/// <summary>
/// The dashboard over real daemons: one with the built-in feed, one that reads its relay and a feed with publish times, and a Prometheus.
/// </summary>
public sealed partial class DashboardTests
{
    // A daemon without receivers has nothing to show of notifications, one that keeps up has lost no history.
    private static readonly string[] MayBeEmpty = ["Notifications", "Notifications that wait"];

    [ProgramsTheory("prometheus")]
    [InlineData(Dashboard.File)]
    public async Task Every_query_finds_what_it_shows(string _)
    {
        using var folder = new TemporaryFolder();
        await using var hub = await Daemon.Start(
            ("Sources:0:Name", "market"), ("Sources:0:Url", "simulator:"), ("Composites:0:Name", "all"),
            ("Composites:0:Members:0", "market"), ("Composites:0:Merge", "failover"), ("Outputs:Files:0:Store", "market"),
            ("Outputs:Files:0:Path", Path.Combine(folder.Path, "market.json")), ("Persistence:Enabled", "true"),
            ("Persistence:Path", Path.Combine(folder.Path, "panelactors.db")));
        var relay = new Uri(hub.Http.BaseAddress!, "/api/stores/market/events");
        await using var upstream = ScriptedUpstream.Start();
        await using var edge = await Daemon.Start(
            ("Sources:0:Name", "market"), ("Sources:0:Url", relay.ToString()), ("Sources:1:Name", "stamped"),
            ("Sources:1:Url", upstream.Url.ToString()), ("Sources:1:Freshness:WarnAfter", "00:30:00"),
            ("Sources:1:Freshness:StaleAfter", "01:00:00"));
        using var stamped = await upstream.NextStream(Stamped());
        await edge.Until(static state => state.FullCount > 0, "a baseline of the hub");
        await using var prometheus = await PrometheusServer.Start(hub.Http.BaseAddress!, edge.Http.BaseAddress!);
        (await prometheus.QueryUntilAny("up == 1")).Count.ShouldBeGreaterThan(0);
        using (var asked = await edge.Post("/api/stores/market/request-full")) asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        List<string> empty = [];
        foreach (var (panel, query) in Dashboard.Shipped.Queries)
        {
            var filled = Dashboard.Filled(query);
            filled.ShouldNotContain("$", customMessage: panel);
            var values = MayBeEmpty.Contains(panel) ? await prometheus.Query(filled) : await prometheus.QueryUntilAny(filled);
            if (values.Count == 0 && !MayBeEmpty.Contains(panel)) empty.Add($"{panel}: {filled}");
        }

        empty.ShouldBeEmpty();
        foreach (var (variable, series, label) in Dashboard.Shipped.Values)
        {
            var values = await prometheus.Ask($"/api/v1/label/{label}/values?match[]={Uri.EscapeDataString(series)}");
            values.AsArray().Count.ShouldBeGreaterThan(0, variable);
        }

        foreach (var annotation in Dashboard.Shipped.Annotations) await prometheus.Query(Dashboard.Filled((string)annotation["expr"]!));
        await RulesWork(prometheus);
    }

    [Fact]
    public void Panels_are_described_and_choose_the_data_source_of_the_page()
    {
        var panels = Dashboard.Shipped.Panels;

        panels.Select(static panel => (int)panel["id"]!).ShouldBeUnique();
        foreach (var panel in panels)
        {
            ((string?)panel["description"]).ShouldNotBeNullOrEmpty((string?)panel["title"]);
            foreach (var target in panel["targets"]!.AsArray())
                ((string?)target!["datasource"]!["uid"]).ShouldBe("${datasource}", (string?)panel["title"]);
        }

        Dashboard.Shipped.Variable.Select(static variable => (string?)variable["name"])
            .ShouldBe(["datasource", "job", "instance", "store", "source"]);
    }

    [Fact]
    public void Metrics_are_those_of_the_daemon()
    {
        string[] names = [.. typeof(MetricNames).GetFields().Select(static field => (string)field.GetValue(null)!)];

        Dashboard.Shipped.Queries.SelectMany(static query => Metric().Matches(query.Query)).Select(static match => match.Value).Distinct()
            .Except(names).ShouldBeEmpty();
    }

    [Fact]
    public void What_may_be_empty_is_there() =>
        MayBeEmpty.Except(Dashboard.Shipped.Panels.Select(static panel => (string)panel["title"]!)).ShouldBeEmpty();

    // The rules that are shipped run beside it: none fails, and daemons without trouble have no alert.
    private static async Task RulesWork(PrometheusServer prometheus)
    {
        (await prometheus.QueryUntilAny("g6_sse_heartbeat_health == 1")).Count.ShouldBe(4);
        var groups = (await prometheus.Ask("/api/v1/rules"))["groups"]!.AsArray();
        var rules = groups.SelectMany(static group => group!["rules"]!.AsArray()).ToList();

        rules.Count.ShouldBeGreaterThan(RuleFiles.Severities.Count);
        rules.Where(static rule => (string?)rule!["health"] != "ok").Select(static rule => rule!.ToJsonString()).ShouldBeEmpty();
        rules.Where(static rule => (string?)rule!["state"] == "firing").Select(Name).ShouldBeEmpty();
    }

    private static string Stamped() => Sse.Envelope(
        1, "panel_full", $$$"""{"status":{"p":1},"publish_unixtime":{{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}}}}""", 1);

    private static string Name(JsonNode? rule) => (string)rule!["name"]!;

    [GeneratedRegex("panelactors_[a-z_]+?(?=_bucket|[^a-z_])")]
    private static partial Regex Metric();
}
