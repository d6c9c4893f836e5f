using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>The panels of a moment of the past, as the page shows them: unmistakably not live.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposed of by DisposeAsync, as xunit calls it.")]
public sealed class MomentTests(Chromium chromium) : PageTest(chromium)
{
    private readonly TemporaryFolder _folder = new();

    protected override (string Key, string Value)[] Settings => [("Recorder:Enabled", "true"), ("Recorder:Path", _folder.Path)];

    private ILocator Then => Page.Locator("#moment-panels .card[data-name='p'] .value");

    private ILocator Title => Page.Locator("#moment-title");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [ChromiumFact]
    public async Task A_moment_is_chosen_from_the_timeline_and_left_again()
    {
        var (first, second) = await Past();
        await Open("#timeline");
        await Alert("gap").Locator("button.then").ClickAsync();
        await ShouldRead(Then, "1");
        await Assertions.Expect(Page.Locator("#moment-severity")).ToContainTextAsync("gap");
        await Assertions.Expect(Page).ToHaveTitleAsync(new Regex("^not live: feed at "));
        await Assertions.Expect(Page.Locator(".moment-mark")).ToHaveTextAsync("Not live");
        await ShouldSay(Page.Locator("#announcement"), "Not live: feed");
        await Assertions.Expect(Page.Locator("#moment-health")).ToHaveTextAsync(new Regex(@"^Then ok, [\d.]+ s old, 2 panels\.$"));
        // What is live goes on around it, and does not touch it.
        await Diff("""{"p":3}""");
        await Daemon.UntilPanel("p", "3");
        await ShouldRead(Then, "1");

        // From moment to moment, by what happened.
        await Page.GetByText("Entry after").ClickAsync();
        await ShouldRead(Then, "2");
        Fragment("at").ShouldBeGreaterThanOrEqualTo(second);
        await Page.GetByText("Entry before").ClickAsync();
        await ShouldRead(Then, "1");
        Fragment("at").ShouldBeLessThanOrEqualTo(first);

        // The address has it, also after a reload; and it is left as any other place.
        await Page.ReloadAsync();
        await ShouldRead(Then, "1");
        await Page.GoBackAsync();
        await Assertions.Expect(Page.Locator("#moment")).ToBeHiddenAsync();
        await Page.GoForwardAsync();
        await ShouldRead(Then, "1");
        await Page.Locator("#moment-close").ClickAsync();
        await Assertions.Expect(Page.Locator("#moment")).ToBeHiddenAsync();
        await Assertions.Expect(Page).ToHaveTitleAsync(new Regex("^(?!not live)"));
        (await Page.EvaluateAsync<bool>("() => document.documentElement.hasAttribute('data-past')")).ShouldBeFalse();
        new Uri(Page.Url).Fragment.ShouldBe("#timeline");
    }

    [ChromiumFact]
    public async Task The_keyboard_alone_goes_to_a_moment_and_back()
    {
        var (first, _) = await Past();
        await Open("#timeline&zone=utc");
        await Alert("gap").Locator("button.then").FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await ShouldRead(Then, "1");
        await Page.GetByText("Entry after").FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await ShouldRead(Then, "2");
        await Page.Locator("#moment-slider").FocusAsync();
        await Page.Keyboard.PressAsync("Home");
        await ShouldSay(Page.Locator("#moment-note"), "This moment was not recorded.");
        // A time that is typed is of the zone of the page.
        var typed = DateTimeOffset.FromUnixTimeSeconds((long)Math.Ceiling(first)).UtcDateTime;
        await Page.Locator("#moment-at").FillAsync(typed.ToString("s", CultureInfo.InvariantCulture));
        await Page.Keyboard.PressAsync("Enter");
        await ShouldSay(Page.Locator("#moment-health"), "Then ");
        await ShouldSay(Title, "UTC");
        Fragment("at").ShouldBe(Math.Ceiling(first));
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Page.Locator("#moment")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task Where_nothing_was_recorded_no_panels_stand_there_but_why()
    {
        await Past();
        await Open("#timeline&of=feed&at=1000");
        await ShouldSay(Page.Locator("#moment-note"), "This moment was not recorded. Recorded is ");
        (await Page.Locator("#moment-panels .card").CountAsync()).ShouldBe(0);
        await Page.Locator("#moment-near").ClickAsync();
        await Assertions.Expect(Page.Locator("#moment-near")).ToBeHiddenAsync();
        await ShouldSay(Page.Locator("#moment-health"), "Then ");
        // The moment after that is not to be had: what was shown goes too.
        await Page.Locator("#moment-minute-back").ClickAsync();
        await ShouldSay(Page.Locator("#moment-note"), "This moment was not recorded.");
        (await Page.Locator("#moment-panels .card").CountAsync()).ShouldBe(0);
    }

    [ChromiumFact]
    public async Task An_answer_that_comes_late_is_not_shown_below_another_time()
    {
        var (first, second) = await Past();
        await Open("#timeline");
        var late = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await Page.RouteAsync($"**/snapshot?at={Seconds(first)}", late.SetResult);
        await Go(first);
        var route = await late.Task.WaitAsync(ScriptedUpstream.Patience);
        await ShouldSay(Page.Locator("#moment-note"), "The daemon is asked for ");
        await Go(second);
        await route.ContinueAsync();
        await ShouldRead(Then, "2");
        await Assertions.Expect(Page.Locator("#moment-note")).ToBeHiddenAsync();
        Fragment("at").ShouldBe(second);

        // A daemon that is gone leaves no panels of before there.
        await Page.RouteAsync($"**/snapshot?at={Seconds(first)}", static one => one.AbortAsync());
        await Go(first);
        await ShouldSay(Page.Locator("#moment-note"), "The daemon does not answer");
        (await Page.Locator("#moment-panels .card").CountAsync()).ShouldBe(0);
        await Page.UnrouteAllAsync();
        await Page.Locator("#moment-again").ClickAsync();
        await ShouldRead(Then, "1");
    }

    // A baseline of p 1 with an alert, then p 2 with another one: moments between the two, and after both.
    private async Task<(double First, double Second)> Past()
    {
        await Baseline("""{"p":1,"text":"<b>bold</b>"}""");
        await Send("severity_state", Of("gap", 1));
        await Daemon.Until(static state => state.SeverityStates.Count == 1, "an alert");
        var first = await Now();
        await Diff("""{"p":2}""");
        await Daemon.UntilPanel("p", "2");
        await Send("severity_state", Of("drift", 2));
        await Daemon.Until(static state => state.SeverityStates.Count == 2, "two alerts");
        var second = await Now();
        await Daemon.UntilAnswer("/api/history?kind=severity", static answer => answer["items"]!.AsArray().Count == 2);
        return (first, second);
    }

    // After all that has come, before all that is to come, and no longer in the future.
    private static async Task<double> Now()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 1;
        while (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() <= now) await Task.Yield();
        return now / 1000.0;
    }

    private static string Of(string type, int cycle) =>
        $$"""{"alert_type":"{{type}}","active":"warn","last_change_cycle":{{cycle}},"resolved":false,"reasons":["thin"]}""";

    private ILocator Alert(string type) => Page.Locator(".history li").Filter(new() { HasText = type });

    private async Task Go(double at) =>
        await Page.EvaluateAsync($"() => {{ location.hash = '#timeline&of=feed&at={Seconds(at)}'; }}");

    private static string Seconds(double at) => at.ToString("0.###", CultureInfo.InvariantCulture);

    private double Fragment(string key)
    {
        var parts = new Uri(Page.Url).Fragment.Split('&').Select(static part => part.Split('='));
        return double.Parse(parts.Single(part => part[0] == key)[1], CultureInfo.InvariantCulture);
    }
}

/// <summary>A daemon that records nothing.</summary>
public sealed class UnrecordedMomentTests(Chromium chromium) : PageTest(chromium)
{
    [ChromiumFact]
    public async Task Without_a_recorder_the_page_says_so_and_offers_no_moments()
    {
        await Baseline("""{"p":1}""");
        await Open("#timeline");
        await Page.Locator("button.then").First.ClickAsync();
        await ShouldSay(Page.Locator("#moment-note"), "There is no recording of this store");
        await Page.Locator("#moment-close").ClickAsync();
        await Assertions.Expect(Page.Locator("button.then:visible")).ToHaveCountAsync(0);
    }
}
