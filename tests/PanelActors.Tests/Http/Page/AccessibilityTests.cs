using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>The page for everybody: contrasts, names and roles, narrow and wide, dark and light, live and stale.</summary>
public sealed class AccessibilityTests(Chromium chromium) : PageTest(chromium)
{
    private const string Status =
        """{"plain":7.05,"text":"words","rows":{"a":1,"none":null,"in":{"c":true}},"""
        + """ "table":[{"x":1,"y":"one","z":[{"deep":1}]},{"x":2,"y":null}],"list":["a","b"],"empty":[],"gone":1}""";

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly (ColorScheme Theme, int Width)[] Looks =
        [(ColorScheme.Light, 1440), (ColorScheme.Dark, 1440), (ColorScheme.Light, 360), (ColorScheme.Dark, 2560)];

    [ChromiumFact]
    public async Task Axe_finds_nothing_in_any_look()
    {
        await Baseline(Status);
        await Send("severity_counts", """{"counts":{"info":3,"warn":1,"critical":2,"fatal":1}}""");
        await Send(
            "severity_state", """{"alert_type":"gap","active":"critical","last_change_cycle":7,"resolved":false,"reasons":["thin"]}""");
        await Send("severity_state", """{"alert_type":"drift","active":"warn","last_change_cycle":7,"resolved":false,"reasons":[]}""");
        await Send("followup_alert", """{"alert":{"type":"gap","severity":"warn","message":"first"},"ts":1690000001}""");
        await Send("followup_alert", """{"alert":{"type":"gap","severity":"critical","message":"second"},"ts":1690000002}""");
        await Send("followup_alert", """{"alert":{"type":"gap","severity":"info","message":"third"},"ts":1690000003}""");
        await OpenForAxe();
        await ShouldRead(Page.Locator("#count"), "7");
        await Diff("""{"gone":null}""");
        await ShouldSay(Card("gone").Locator(".source"), "no longer in the feed");
        await ShouldSay(Card("table").Locator("table"), "one");
        await ShouldBeFine("live");
        await OldDiff(60, """{"plain":7.06}""");
        await ShouldLook("stale");
        await ShouldBeFine("stale");
        await Card("table").GetByTitle("Raw JSON").ClickAsync();
        await ShouldBeFine("the raw JSON");
    }

    [ChromiumFact]
    public async Task Axe_finds_nothing_before_the_first_event_and_without_a_daemon()
    {
        await OpenForAxe();
        await ShouldLook("init");
        await ShouldBeFine("init");
        await Page.Context.SetOfflineAsync(true);
        await ShouldLook("lost");
        await ShouldBeFine("lost");
    }

    [ChromiumFact]
    public async Task Axe_finds_nothing_in_the_other_views_and_in_what_opens_over_them()
    {
        await Baseline(Status);
        await OpenForAxe("#overview");
        await ShouldSay(Page.Locator(".store .badge"), "live");
        await ShouldBeFine("the overview");
        await Page.Locator("#settings-open").ClickAsync();
        await ShouldBeFine("the settings");
        await Page.Keyboard.PressAsync("Escape");
        await Page.Locator("#to-timeline").ClickAsync();
        await Assertions.Expect(Page.Locator("#history-count")).Not.ToBeEmptyAsync();
        await ShouldBeFine("the timeline");
        await Page.Locator("#to-overview").ClickAsync();
        await Page.Locator(".store a").ClickAsync();
        await ShouldRead(Page.Locator("#count"), "7");
        await Diff("""{"plain":7.15}""");
        await Page.Locator(".trend").ClickAsync();
        await Page.Locator("#search").FillAsync("text");
        await ShouldBeFine("the chart and a search");
    }

    [ChromiumFact]
    public async Task Axe_finds_nothing_in_a_moment_of_the_past()
    {
        using var folder = new TemporaryFolder();
        Feed.Dispose();
        await Daemon.DisposeAsync();
        Daemon = await Daemon.Reading(Upstream, ("Recorder:Enabled", "true"), ("Recorder:Path", folder.Path));
        Feed = await Upstream.NextStream();
        await Baseline(Status);
        await Send("severity_state", """{"alert_type":"gap","active":"critical","resolved":false,"reasons":["thin"]}""");
        await Daemon.Until(static state => state.SeverityStates.Count == 1, "an alert");
        await OpenForAxe($"#timeline&of=feed&at={DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3600}");
        await ShouldSay(Page.Locator("#moment-note"), "in the future");
        await ShouldBeFine("a moment that is not to be seen");
        await Page.Locator("button.then").First.ClickAsync();
        await ShouldSay(Page.Locator("#moment-severity"), "gap");
        await ShouldBeFine("a moment of the past");
    }

    [ChromiumFact]
    public async Task Nothing_sticks_out_at_the_side()
    {
        const string Name = "name that is much longer than any screen of a telephone is wide";
        var (key, value) = ($"key_without_any_space_{new string('k', 120)}", $"value_{new string('v', 300)}");
        var row = string.Join(',', Enumerable.Range(0, 14).Select(i => $"\"column_{i}\":\"content {i}\""));
        await Baseline($$"""{"{{Name}}":{"{{key}}":"{{value}}"},"table":[{ {{row}} }]}""");
        var (type, reason) = ($"type_{new string('t', 100)}", new string('r', 200));
        await Send("severity_state", $$"""{"alert_type":"{{type}}","active":"critical","resolved":false,"reasons":["{{reason}}"]}""");
        await Send("followup_alert", $$"""{"message":"{{new string('m', 300)}}","ts":1690000001}""");
        await Open();
        await ShouldRead(Page.Locator("#count"), "2");
        await ShouldRead(Page.Locator("#alert-count"), "1");
        foreach (var width in new[] { 320, 360, 768, 1024 })
        {
            await Resize(width);
            await NothingShouldStickOut($"{width} wide");
        }
    }

    [ChromiumFact]
    public async Task Axe_finds_nothing_in_the_login()
    {
        await Daemon.DisposeAsync();
        Feed.Dispose();
        Daemon = await Daemon.Reading(
            Upstream, ("Access:Keys:0:Name", "desk"), ("Access:Keys:0:Sha256:0", new string('0', 64)), ("Access:Keys:0:May:0", "read"));
        Feed = await Upstream.NextStream();
        await OpenForAxe();
        await Page.GetByLabel("Key", new() { Exact = true }).FillAsync("pa_guess");
        await Page.Keyboard.PressAsync("Enter");
        await ShouldRead(Page.Locator("#login-fault"), "This key is not accepted.");
        await ShouldBeFine("the login");
    }

    private async Task OpenForAxe(string fragment = "")
    {
        // What axe itself adds to the page is not the page's.
        await Open(fragment, new() { BypassCSP = true, ReducedMotion = ReducedMotion.Reduce });
        await Page.EvaluateAsync($"() => {Axe}");
    }

    private async Task ShouldBeFine(string what)
    {
        foreach (var (theme, width) in Looks)
        {
            await Page.EmulateMediaAsync(new() { ColorScheme = theme });
            await Resize(width);
            // Asked for in the page, and only what is wrong: all that axe has to say takes seconds to get here.
            var violations = await Page.EvaluateAsync<string[]>("""
                async () => (await axe.run({ resultTypes: ['violations'] })).violations
                  .map(({ id, nodes }) => `${id} at ${nodes.map(({ html }) => html).join(', ')}`)
                """);
            violations.ShouldBeEmpty($"{what}, {theme}, {width} wide");
            await NothingShouldStickOut($"{what}, {theme}, {width} wide");
        }
    }

    private async Task Resize(int width)
    {
        await Page.SetViewportSizeAsync(width, 900);
        await Page.EvaluateAsync("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    }

    private async Task NothingShouldStickOut(string when) =>
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, when);
}
