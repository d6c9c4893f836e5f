using Microsoft.Playwright;
using PanelActors.Http.Access;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>The page of a daemon that asks for keys.</summary>
[Collection(WaitingPageCollection.Name)]
public sealed class LoginTests(Chromium chromium) : PageTest(chromium), IDisposable
{
    private const string Reader = "pa_reader";
    private const string Operator = "pa_operator";
    private const string Scraper = "pa_scraper";

    private readonly TemporaryFolder _folder = new();

    protected override (string, string)[] Settings =>
    [
        ("Freshness:WarnAfter", "00:05:00"), ("Freshness:StaleAfter", "00:10:00"),
        ("Access:Keys:0:Name", "reader"), ("Access:Keys:0:KeyFile", KeyFile), ("Access:Keys:0:May:0", "read"),
        ("Access:Keys:1:Name", "operator"), ("Access:Keys:1:Sha256:0", KeyHash.Of(Operator).ToHex()),
        ("Access:Keys:1:May:0", "read"), ("Access:Keys:1:May:1", "control"), ("Access:Keys:1:May:2", "metrics"),
        ("Access:Keys:2:Name", "scraper"), ("Access:Keys:2:Sha256:0", KeyHash.Of(Scraper).ToHex()), ("Access:Keys:2:May:0", "metrics"),
    ];

    private string KeyFile => Path.Combine(_folder.Path, "reader.key");

    private ILocator Key => Page.GetByLabel("Key", new() { Exact = true });

    public override async Task InitializeAsync()
    {
        _folder.Write("reader.key", Reader);
        await base.InitializeAsync();
        await Baseline("""{"p":1,"q":1}""");
    }

    public void Dispose() => _folder.Dispose();

    [ChromiumFact]
    public async Task A_reader_logs_in_by_keyboard_loses_the_right_and_logs_in_again_without_losing_the_view()
    {
        await Open("#store=feed");
        await ShouldSay(Page.Locator("#login-why"), "This daemon shows its panels to those that have a key.");
        await ShouldRead(Page.Locator("#health"), "locked");
        // It is known who reads before anything is asked for that would be refused.
        Refusals().ShouldBe("");
        await Assertions.Expect(Key).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Page.Locator("#login")).ToBeVisibleAsync();
        await Page.Keyboard.TypeAsync("pa_guess");
        await Page.Keyboard.PressAsync("Enter");
        await ShouldRead(Page.Locator("#login-fault"), "This key is not accepted.");
        await Assertions.Expect(Key).ToBeFocusedAsync();
        (await Key.InputValueAsync()).ShouldBeEmpty();
        await Page.Keyboard.TypeAsync(Reader);
        await Page.Keyboard.PressAsync("Enter");
        await ShouldRead(Card("p").Locator(".value"), "1");
        await ShouldLook("live");
        await ShouldRead(Page.Locator("#who"), "reader");
        await Assertions.Expect(Page.Locator("#request")).ToBeHiddenAsync();
        await Assertions.Expect(Page.Locator("#metrics-link")).ToBeHiddenAsync();

        await Page.Locator("#search").FillAsync("p");
        _folder.Write("reader.key", "pa_second");
        Daemon.Service<AccessControl>().Refresh();
        await ShouldSay(Page.Locator("#login-why"), "Your session has ended.");
        await ShouldLook("lost");
        await ShouldSay(Page.Locator("#situation"), "Access ended at ");
        await ShouldRead(Card("p").Locator(".value"), "1");
        var refused = Refusals();
        await Diff("""{"p":2}""");

        await Key.FillAsync("pa_second");
        await Key.PressAsync("Enter");
        await ShouldLook("live");
        await ShouldRead(Card("p").Locator(".value"), "2");
        (await Page.Locator("#search").InputValueAsync()).ShouldBe("p");
        Page.Url.ShouldEndWith("/#store=feed&q=p");
        // While it waits for a key it asks for nothing that would be refused.
        Refusals().ShouldBe(refused);
        (await Page.EvaluateAsync<string>("() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie"))
            .ShouldNotContain("pa_");
    }

    [ChromiumFact]
    public async Task All_tabs_log_in_and_out_together()
    {
        var first = await Open("#store=feed");
        var second = await OpenTab(first.Context, "#store=feed");
        await Assertions.Expect(second.Locator("#login")).ToBeVisibleAsync();
        await first.BringToFrontAsync();
        await LogIn(first, Operator);
        foreach (var tab in new[] { first, second }) await ShouldLook(tab, "live");
        await Assertions.Expect(first.Locator("#request")).ToBeVisibleAsync();
        await Assertions.Expect(first.Locator("#metrics-link")).ToBeVisibleAsync();
        (await first.Locator("#who").GetAttributeAsync("title")).ShouldNotBeNull()
            .ShouldStartWith("operator may read, control, metrics on all stores, until ");

        await second.BringToFrontAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Raw JSON of p" }).ClickAsync();
        await ShouldRead(second.Locator("#raw-text"), "1");
        await first.BringToFrontAsync();
        await first.Locator("#log-out").ClickAsync();
        await ShouldRead(second.Locator("#raw-text"), "");
        foreach (var tab in new[] { first, second })
        {
            await ShouldLook(tab, "lost");
            await Assertions.Expect(tab.Locator("#login")).ToBeVisibleAsync();
            // What the reader saw is not for those that come after.
            await Assertions.Expect(tab.Locator(".card")).ToHaveCountAsync(0);
            await ShouldSay(tab.Locator("#login-why"), "This daemon shows its panels to those that have a key.");
        }

        var refused = Refusals();
        await LogIn(first, Reader);
        foreach (var tab in new[] { first, second }) await ShouldRead(tab.Locator(".card[data-name='p'] .value"), "1");
        Refusals().ShouldBe(refused);
    }

    [ChromiumFact]
    public async Task Who_logs_in_after_another_reader_begins_with_nothing()
    {
        await Open("#store=feed");
        await LogIn(Page, Reader);
        await ShouldRead(Card("p").Locator(".value"), "1");
        _folder.Write("reader.key", "pa_second");
        Daemon.Service<AccessControl>().Refresh();
        await ShouldLook("lost");
        await Assertions.Expect(Page.Locator(".card")).ToHaveCountAsync(2);
        await Page.EvaluateAsync(
            """
            () => {
              window.emptied = false;
              new MutationObserver(() => { if (document.querySelector('.card') === null) window.emptied = true; })
                .observe(document.getElementById('panels'), { childList: true, subtree: true });
            }
            """);
        await LogIn(Page, Operator);
        await ShouldLook("live");
        await ShouldRead(Card("p").Locator(".value"), "1");
        (await Page.EvaluateAsync<bool>("() => window.emptied")).ShouldBeTrue();
    }

    [ChromiumFact]
    public async Task An_answer_from_before_the_login_changes_nothing_after_it()
    {
        await Open("#store=feed");
        await Assertions.Expect(Key).ToBeVisibleAsync();
        var asked = new TaskCompletionSource<IRoute>();
        await Page.RouteAsync("**/api/session", route => route.Request.Method == "GET" && asked.TrySetResult(route)
            ? Task.CompletedTask
            : route.ContinueAsync());
        await Page.EvaluateAsync("() => { new BroadcastChannel('panelactors:session').postMessage('changed'); }");
        var late = await asked.Task.WaitAsync(ScriptedUpstream.Patience);
        await LogIn(Page, Reader);
        await ShouldLook("live");

        await late.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = """{"name":null,"kind":"anonymous","by":null,"may":[],"stores":["*"],"expires":null,"can_log_in":true}""",
        });
        await Page.EvaluateAsync("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        await ShouldRead(Page.Locator("#health"), "ok");
        await Assertions.Expect(Page.Locator("#login")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task A_log_out_that_does_not_reach_the_daemon_is_said()
    {
        await Open("#store=feed");
        await LogIn(Page, Reader);
        await ShouldLook("live");
        await Page.RouteAsync("**/api/session", static route => route.AbortAsync());
        await Page.Locator("#log-out").ClickAsync();
        await ShouldRead(Page.Locator("#log-out"), "Still logged in. Log out again");
        await Page.UnrouteAllAsync();
        await Page.Locator("#log-out").ClickAsync();
        await Assertions.Expect(Page.Locator("#login")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_key_that_may_not_read_is_said_to_and_another_one_replaces_it()
    {
        await Open();
        await LogIn(Page, Scraper);
        await ShouldSay(Page.Locator("#login-why"), "The credential scraper may not read panels.");
        await LogIn(Page, Reader);
        await ShouldLook("live");
        await Page.Locator("#log-out").ClickAsync();
        await ShouldRead(Page.Locator("#health"), "locked");
    }

    [ChromiumFact]
    public async Task The_login_fits_a_telephone_and_works_below_a_path()
    {
        await using var proxy = await PathProxy.Start(Daemon.Http.BaseAddress!, "/below/panels");
        await Open(options: new() { ViewportSize = new() { Width = 360, Height = 740 } });
        await Page.GotoAsync(proxy.Url.ToString());
        await Assertions.Expect(Key).ToBeVisibleAsync();
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
        await LogIn(Page, Reader);
        await ShouldLook("live");
        await ShouldRead(Card("p").Locator(".value"), "1");
        await Page.GotoAsync("about:blank");
    }

    private static async Task LogIn(IPage page, string key)
    {
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync(key);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
    }

    // Of requests: a stream whose right ends while it is open is counted too, and was not asked for.
    private string Refusals() => string.Join(", ", AccessDenials.Reasons.Where(static reason => reason != AccessDenials.Ended)
        .Select(reason => $"{reason} {Daemon.Service<PanelActorsMetrics>().Denied[reason]}").Where(static text => !text.EndsWith(" 0")));
}
