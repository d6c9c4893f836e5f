using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>All tabs share one connection, and it outlives the tab that had it.</summary>
[Collection(WaitingPageCollection.Name)]
public sealed class TabsTests(Chromium chromium) : PageTest(chromium)
{
    private const string Clients = """panelactors_relay_clients{store="feed"}""";

    // However long a busy machine takes to open six tabs, nothing here is about the age of the data.
    protected override (string, string)[] Settings => [("Freshness:WarnAfter", "00:05:00"), ("Freshness:StaleAfter", "00:10:00")];

    // Without Web Locks, as on a page that came over plain HTTP from another machine, the tabs agree among themselves.
    [ChromiumTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_second_tab_uses_the_first_ones_connection_and_takes_over(bool locks)
    {
        await Baseline("""{"p":1}""");
        await Send(
            "severity_state", """{"alert_type":"gap","active":"critical","last_change_cycle":7,"resolved":false,"reasons":["thin"]}""");
        var first = await Open("#store=feed");
        if (!locks)
        {
            await first.Context.AddInitScriptAsync("Object.defineProperty(navigator, 'locks', { value: undefined });");
            await first.ReloadAsync();
        }

        await ShouldRead(first.Locator("#relay"), "this tab");
        await ShouldRead(Card("p").Locator(".value"), "1");

        var second = await OpenTab(first.Context, "#store=feed");
        await ShouldRead(second.Locator("#relay"), "another tab");
        await ShouldRead(CardOf(second), "1");
        await ShouldRead(second.Locator("#alert-count"), "1");
        await ShouldLook(second, "live");
        await Daemon.UntilMetric(Clients, 1);

        await Diff("""{"p":2}""");
        await ShouldRead(CardOf(first), "2");
        await ShouldRead(CardOf(second), "2");

        await first.CloseAsync();
        await ShouldRead(second.Locator("#relay"), "this tab");
        await Diff("""{"p":3}""");
        await ShouldRead(CardOf(second), "3");
        await ShouldLook(second, "live");
        await Daemon.UntilMetric(Clients, 1);
    }

    [ChromiumFact]
    public async Task Six_tabs_are_one_client_and_each_can_leave()
    {
        await Baseline("""{"p":1}""");
        var tabs = new List<IPage> { await Open("#store=feed") };
        while (tabs.Count < 6) tabs.Add(await OpenTab(tabs[0].Context, "#store=feed"));
        foreach (var tab in tabs) await ShouldRead(CardOf(tab), "1");
        await Daemon.UntilMetric(Clients, 1);
        for (var value = 2; tabs.Count > 1; value++)
        {
            await tabs[0].CloseAsync();
            tabs.RemoveAt(0);
            await Diff($$"""{"p":{{value}}}""");
            foreach (var tab in tabs) await ShouldRead(CardOf(tab), $"{value}");
        }
    }

    [ChromiumFact]
    public async Task What_is_chosen_in_one_tab_shows_in_the_others()
    {
        await Baseline("""{"p":1,"q":2}""");
        var first = await Open();
        var second = await OpenTab(first.Context);
        await ShouldRead(CardOf(second), "1");
        await first.Locator(".card[data-name='q']").GetByRole(AriaRole.Button, new() { Name = "Pin q" }).ClickAsync();
        await Assertions.Expect(second.Locator(".card").First).ToHaveAttributeAsync("data-name", "q");
    }

    [ChromiumTheory]
    [InlineData("LockElection", "lock-election")]
    [InlineData("ClaimElection", "claim-election")]
    public async Task The_lead_can_be_taken_from_a_tab_that_says_nothing_and_comes_back_when_the_taker_goes(string name, string file)
    {
        // Any two documents of the daemon will do, and this one holds no election.
        var first = await Open($"page/link/{file}.js");
        var second = await OpenTab(first.Context, $"page/link/{file}.js");
        foreach (var tab in new[] { first, second })
        {
            await tab.EvaluateAsync($$"""
                async () => {
                  const { {{name}} } = await import('/page/link/{{file}}.js');
                  window.leads = false;
                  window.election = new {{name}}('a name', () => { window.leads = true; }, () => { window.leads = false; });
                }
                """);
            await first.WaitForFunctionAsync("() => window.leads");
        }

        await second.EvaluateAsync("() => window.election.take()");
        await second.WaitForFunctionAsync("() => window.leads");
        await first.WaitForFunctionAsync("() => !window.leads");
        await second.CloseAsync();
        await first.WaitForFunctionAsync("() => window.leads");
    }

    private static ILocator CardOf(IPage page) => page.Locator(".card[data-name='p'] .value");
}
