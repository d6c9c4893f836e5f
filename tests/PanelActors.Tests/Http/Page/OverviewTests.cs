using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>All stores at a glance: one that is live, one that never came, and a composite that misses it.</summary>
[Collection(WaitingPageCollection.Name)]
public sealed class OverviewTests(Chromium chromium) : PageTest(chromium)
{
    protected override (string, string)[] Settings =>
    [
        ("Sources:1:Name", "never"), ("Sources:1:Url", "http://127.0.0.1:1/"), ("Sources:1:Required", "false"),
        ("Composites:0:Name", "desk"), ("Composites:0:Members:0", "feed"), ("Composites:0:Members:1", "never"),
        ("Composites:0:Merge", "overlay"), ("Composites:0:Health", "worst"), ("Default", "feed"),
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Baseline("""{"p":1}""");
    }

    [ChromiumFact]
    public async Task One_look_says_what_is_wrong_and_since_when()
    {
        await Open();
        await ShouldRead(Page.Locator("#situation"), "1 of 3 stores is stale, 1 waits for data.");
        await ShouldRead(Page.Locator(".store a"), "desk", "never", "feed");
        await ShouldSay(Row("desk").Locator(".since"), "stale since ");
        await ShouldRead(Row("desk").Locator(".members [data-word='missing']"), "nevermissing: it never had data");
        await ShouldSay(Row("never").Locator(".store-error"), "the connection was refused, at ");
        await ShouldSay(Row("never").Locator(".store-source"), "next attempt ");
        await ShouldSay(Row("feed").Locator(".since"), "live since ");
        await ShouldSay(Page.Locator("#announcement"), "1 of 3 stores is stale");
        // No store is followed meanwhile.
        await Daemon.UntilMetric("""panelactors_relay_clients{store="feed"}""", 0);

        await Row("desk").GetByRole(AriaRole.Link).FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await ShouldRead(Card("p").Locator(".value"), "1");
        await ShouldRead(Page.Locator("#members [data-word='missing'] b"), "never");
        await Page.GoBackAsync();
        await Assertions.Expect(Row("feed")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Nothing_is_live_without_a_daemon()
    {
        await Open("#overview");
        await ShouldRead(Row("feed").Locator(".badge"), "live");
        await Page.Context.SetOfflineAsync(true);
        await ShouldLook("lost");
        await ShouldRead(Page.Locator(".store .badge"), "not live", "not live", "not live");
        await ShouldRead(Row("feed").Locator(".since"), "last known: live");
        await ShouldSay(Row("desk").Locator(".members li").First, "not live");
        await Page.Context.SetOfflineAsync(false);
        await ShouldRead(Row("feed").Locator(".badge"), "live");
    }

    [ChromiumFact]
    public async Task What_becomes_critical_in_any_store_is_notified_of_once_and_not_what_was_so_before()
    {
        await Send("severity_state", Alert("early", "CRITICAL"));
        var page = await Open("#store=never");
        await page.AddInitScriptAsync("""
            window.shown = [];
            window.Notification = class {
              static permission = 'granted';
              constructor(title, { body }) { window.shown.push(body); }
            };
            """);
        await page.ReloadAsync();
        await page.Locator("#settings-open").ClickAsync();
        await page.GetByLabel("Desktop notification for it").CheckAsync();
        var other = await OpenTab(page.Context, "#overview");
        var row = other.Locator(".store").Filter(new() { HasText = "feed" }).Last;
        await ShouldSay(row.Locator(".store-alerts"), "1 critical of 1 alert: early");
        await other.CloseAsync();
        await Send("severity_state", Alert("late", "CRITICAL"));
        await page.WaitForFunctionAsync("() => window.shown.length > 0", null, new() { Timeout = 15_000 });
        await Send("severity_state", Alert("later", "CRITICAL"));
        await page.WaitForFunctionAsync("() => window.shown.length > 1", null, new() { Timeout = 15_000 });
        // Neither of what was so before, nor twice, nor for the composite that has it from its member.
        (await page.EvaluateAsync<string[]>("() => window.shown")).ShouldBe(["feed: late is critical.", "feed: later is critical."]);
    }

    [ChromiumFact]
    public async Task On_a_telephone_nothing_at_the_top_is_over_something_else()
    {
        foreach (var view in new[] { "#overview", "#timeline", "#store=feed" })
        {
            await Open(view, new() { ViewportSize = new() { Width = 360, Height = 740 } });
            await ShouldSay(Page.Locator("#situation"), "e");
            (await Page.EvaluateAsync<string[]>("""
                () => {
                  const parts = [...document.querySelectorAll('.bar :is(a, button, select, input, .badge)')]
                    .filter((one) => one.checkVisibility());
                  const boxes = parts.map((one) => one.getBoundingClientRect());
                  return parts.flatMap((one, i) => boxes.flatMap((box, j) => j > i
                    && box.left < boxes[i].right - 1 && boxes[i].left < box.right - 1
                    && box.top < boxes[i].bottom - 1 && boxes[i].top < box.bottom - 1
                    ? [`${one.id}${one.textContent} and ${parts[j].id}`] : []));
                }
                """)).ShouldBeEmpty(view);
            (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBe(360, view);
        }
    }

    private static string Alert(string type, string level) =>
        $$"""{"alert_type":"{{type}}","active":"{{level}}","last_change_cycle":7,"resolved":false,"reasons":[]}""";

    [ChromiumFact]
    public async Task Times_are_in_the_zone_that_was_chosen_and_its_name_is_seen()
    {
        await Open("#overview", new() { TimezoneId = "Europe/Berlin" });
        await ShouldRead(Page.Locator("#settings-open"), "Europe/Berlin");
        var local = await Row("feed").Locator(".since").TextContentAsync();
        await Page.Locator("#settings-open").ClickAsync();
        await Page.Locator("#zone").SelectOptionAsync("exchange");
        await ShouldRead(Page.Locator("#settings-open"), "Asia/Kolkata");
        await Assertions.Expect(Row("feed").Locator(".since")).Not.ToHaveTextAsync(local!);
        await Page.ReloadAsync();
        await ShouldRead(Page.Locator("#settings-open"), "Asia/Kolkata");
        await Page.GotoAsync(new Uri(Daemon.Http.BaseAddress!, "/#overview&zone=utc").ToString());
        await ShouldRead(Page.Locator("#settings-open"), "UTC");
    }

    private ILocator Row(string name) =>
        Page.Locator(".store").Filter(new() { Has = Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) });

    private static Task ShouldRead(ILocator elements, params string[] texts) =>
        Assertions.Expect(elements).ToHaveTextAsync(texts, new() { Timeout = 15_000 });
}
