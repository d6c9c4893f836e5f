using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>What happened, as the page shows it.</summary>
public sealed class TimelineTests(Chromium chromium) : PageTest(chromium)
{
    private const string Critical =
        """{"alert_type":"gap<b>","active":"critical","last_change_cycle":7,"resolved":false,"reasons":["thin"]}""";

    private const string Live = "#history-view :is([aria-live], [role=status], [role=log])";

    private ILocator Titles => Page.Locator(".history li b");

    [ChromiumFact]
    public async Task What_happens_stands_newest_first_without_a_reload_and_is_filtered()
    {
        await Baseline("""{"p":1}""");
        await Send("severity_state", Critical);
        await Open("#timeline");
        await ShouldSay(Titles.Filter(new() { HasText = "gap<b>" }), "gap<b> critical");
        await ShouldSay(Page.Locator("#history-zone"), "Times in ");
        await Page.EvaluateAsync("() => { window.kept = document.querySelector('.history li'); }");
        await Send("severity_state", """{"alert_type":"gap<b>","active":null,"last_change_cycle":8,"resolved":true,"reasons":[]}""");
        await ShouldSay(Titles.First, "gap<b> resolved");
        // What is there already is left alone, and nothing of it is a live region.
        (await Page.EvaluateAsync<bool>("() => window.kept.isConnected")).ShouldBeTrue();
        (await Page.Locator(Live).CountAsync()).ShouldBe(0);

        foreach (var kind in new[] { "health", "followup", "connection", "baseline" })
            await Page.Locator("#history-kinds").GetByRole(AriaRole.Button, new() { Name = kind }).ClickAsync();
        await Assertions.Expect(Page.Locator(".history .kind")).ToHaveTextAsync(["severity", "severity"]);
        new Uri(Page.Url).Fragment.ShouldBe("#timeline&kind=severity");
        await Page.Locator("#history-text").FillAsync("nothing like this");
        await ShouldRead(Page.Locator("#history-note"), "Nothing that happened fits these filters.");
        await Page.ReloadAsync();
        await ShouldRead(Page.Locator("#history-note"), "Nothing that happened fits these filters.");
    }

    [ChromiumFact]
    public async Task An_alert_says_since_when_also_to_a_page_that_comes_later()
    {
        await Baseline("""{"p":1}""");
        await Send("severity_state", Critical);
        await Open();
        await ShouldSay(Page.Locator("#alerts li .tally"), "since ");
        await Page.ReloadAsync();
        await ShouldSay(Page.Locator("#alerts li .tally"), "since ");
    }
}
