using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PanelActors.Tests.Page;

/// <summary>The page for everybody: contrasts, names and roles, narrow and wide, dark and light, live and stale.</summary>
public sealed class AccessibilityTests(Chromium chromium) : PageTest(chromium)
{
    private const string Status =
        """{"plain":7.05,"text":"words","rows":{"a":1,"none":null,"in":{"c":true}},"table":[{"x":1,"y":"one","z":[{"deep":1}]},{"x":2,"y":null}],"list":["a","b"],"empty":[],"gone":1}""";

    protected override (string, string)[] Settings =>
        [("Freshness:WarnAfter", "00:00:04"), ("Freshness:StaleAfter", "00:00:05"), ("Freshness:Tick", "00:00:00.100")];

    [ChromiumTheory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 360)]
    [InlineData("dark", 2560)]
    public async Task Axe_finds_nothing_in_any_look(string theme, int width)
    {
        await Baseline(Status);
        await Send("severity_counts", """{"counts":{"info":3,"warn":1,"critical":2,"fatal":1}}""");
        await Send("severity_state", """{"alert_type":"gap","active":"critical","last_change_cycle":7,"resolved":false,"reasons":["thin"]}""");
        await Send("severity_state", """{"alert_type":"drift","active":"warn","last_change_cycle":7,"resolved":false,"reasons":[]}""");
        await Send("followup_alert", """{"alert":{"type":"gap","severity":"warn","message":"first"},"ts":1690000001}""");
        await Send("followup_alert", """{"alert":{"type":"gap","severity":"critical","message":"second"},"ts":1690000002}""");
        await Send("followup_alert", """{"alert":{"type":"gap","severity":"info","message":"third"},"ts":1690000003}""");
        await Open(options: new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            // What axe itself adds to the page is not the page's.
            BypassCSP = true,
        });
        await ShouldRead(Page.Locator("#count"), "7");
        await Diff("""{"gone":null}""");
        await ShouldSay(Card("gone").Locator(".source"), "no longer in the feed");
        await ShouldSay(Card("table").Locator("table"), "one");
        await ShouldBeFine("live");
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
        await ShouldLook("stale");
        await ShouldBeFine("stale");
        await Card("table").GetByTitle("Raw JSON").ClickAsync();
        await ShouldBeFine("the raw JSON");
    }

    [ChromiumTheory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Axe_finds_nothing_before_the_first_event_and_without_a_daemon(string theme)
    {
        await Open(options: new() { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, BypassCSP = true });
        await ShouldLook("init");
        await ShouldBeFine("init");
        await Page.Context.SetOfflineAsync(true);
        await ShouldLook("lost");
        await ShouldBeFine("lost");
    }

    [ChromiumTheory]
    [InlineData(320)]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1024)]
    public async Task Nothing_sticks_out_at_the_side(int width)
    {
        await Baseline($$"""{"name that is much longer than any screen of a telephone is wide":{"key_without_any_space_{{new string('k', 120)}}":"value_{{new string('v', 300)}}"},"table":[{ {{string.Join(',', Enumerable.Range(0, 14).Select(i => $"\"column_{i}\":\"content {i}\""))}} }]}""");
        await Send("severity_state", $$"""{"alert_type":"type_{{new string('t', 100)}}","active":"critical","resolved":false,"reasons":["{{new string('r', 200)}}"]}""");
        await Send("followup_alert", $$"""{"message":"{{new string('m', 300)}}","ts":1690000001}""");
        await Open(options: new() { ViewportSize = new() { Width = width, Height = 800 } });
        await ShouldRead(Page.Locator("#count"), "2");
        await ShouldRead(Page.Locator("#alert-count"), "1");
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
    }

    private async Task ShouldBeFine(string what)
    {
        var result = await Page.RunAxe();
        result.Violations.Select(violation => $"{what}: {violation.Id} at {string.Join(", ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }
}
