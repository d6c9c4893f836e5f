using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>The page on a screen of 360 by 780.</summary>
public sealed class PhoneTests(Chromium chromium) : PageTest(chromium)
{
    private const string Why = "the night shift asked: NIFTY and SENSEX stood still for a minute";

    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new() { Width = 360, Height = 780 }, HasTouch = true };

    [ChromiumFact]
    public async Task Why_a_baseline_is_needed_can_be_read_whole()
    {
        await Baseline("""{"p":1}""");
        await Open(options: Phone);
        using var asked = await Daemon.Post("/api/stores/feed/request-full", System.Net.Http.Json.JsonContent.Create(new { reason = Why }));
        asked.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
        await ShouldRead(Page.Locator("#need"), $"needed: {Why}");
        (await Fits("#need")).ShouldBeTrue();
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBe(360);
        // No word of a figure's name is broken.
        (await Page.EvaluateAsync<double>(
            "() => Math.max(...[...document.querySelectorAll('.facts dt')].map((name) => name.getBoundingClientRect().height))"))
            .ShouldBeLessThan(30);
    }

    [ChromiumFact]
    public async Task Health_age_and_situation_stay_in_sight_and_leave_most_of_the_screen()
    {
        await Baseline($$"""{ {{string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"p{i}\":{i}"))}} }""");
        await Open(options: Phone);
        await ShouldRead(Page.Locator("#count"), "30");
        await Page.EvaluateAsync("() => scrollTo(0, 1500)");
        await Page.WaitForFunctionAsync("() => scrollY > 1000");
        foreach (var part in new[] { "#health", "#age", "#situation" }) await Assertions.Expect(Page.Locator(part)).ToBeInViewportAsync();
        (await Page.EvaluateAsync<double>("() => document.querySelector('.bar').getBoundingClientRect().bottom")).ShouldBeLessThan(200);
    }

    [ChromiumFact]
    public async Task The_panels_do_not_begin_below_a_severity_that_is_not_there()
    {
        await Baseline("""{"p":1}""");
        await Open(options: Phone);
        await Assertions.Expect(Page.Locator(".severity")).ToBeHiddenAsync();
        await Assertions.Expect(Card("p")).ToBeInViewportAsync();
        await Send("severity_counts", """{"counts":{"warn":1}}""");
        await Assertions.Expect(Page.Locator(".severity")).ToBeVisibleAsync();
        await Page.SetViewportSizeAsync(1440, 900);
        await Assertions.Expect(Page.Locator(".severity")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task The_panels_come_first_and_the_strip_counts_the_alerts_and_leads_to_them()
    {
        await Baseline($$"""{ {{string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"p{i}\":{i}"))}} }""");
        await Send(
            "severity_state", """{"alert_type":"gap","active":"critical","last_change_cycle":7,"resolved":false,"reasons":["thin"]}""");
        await Open(options: Phone);
        await ShouldRead(Page.Locator("#to-severity"), "1 critical");
        await Assertions.Expect(Card("p0")).ToBeInViewportAsync();
        await Assertions.Expect(Page.Locator("#alerts")).Not.ToBeInViewportAsync();
        await Page.Locator("#to-severity").ClickAsync();
        await Assertions.Expect(Page.Locator("#alerts")).ToBeInViewportAsync();
    }

    [ChromiumTheory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task A_card_whose_content_does_not_fit_is_scrolled_by_keyboard(int width)
    {
        var (text, key) = (string.Concat(Enumerable.Repeat("words and words ", 80)), new string('k', 400));
        await Baseline($$"""{"short":1,"long":"{{text}}","key":{"{{key}}":"v"} }""");
        await Open();
        await Page.SetViewportSizeAsync(width, 780);
        await ShouldSay(Card("long"), "words");
        foreach (var name in new[] { "long", "key" })
        {
            var body = Card(name).GetByRole(AriaRole.Region, new() { Name = $"Content of {name}" });
            await Assertions.Expect(body).ToHaveAttributeAsync("tabindex", "0");
            await body.FocusAsync();
            await Page.Keyboard.PressAsync("End");
            await Assertions.Expect(body)
                .ToHaveJSPropertyAsync("scrollTop", await body.EvaluateAsync<double>("body => body.scrollHeight - body.clientHeight"));
        }

        await Assertions.Expect(Card("short").Locator(".card-body")).Not.ToHaveAttributeAsync("tabindex", "0");
    }

    private Task<bool> Fits(string part) => Page.Locator(part).EvaluateAsync<bool>(
        """
        part => part.scrollWidth <= part.clientWidth + 1 && part.scrollHeight <= part.clientHeight + 1
          && part.getBoundingClientRect().right <= innerWidth
        """);
}
