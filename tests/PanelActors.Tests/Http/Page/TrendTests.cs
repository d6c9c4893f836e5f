using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>Trends of numbers, and what else makes numbers readable.</summary>
public sealed class TrendTests(Chromium chromium) : PageTest(chromium)
{
    private ILocator Trends => Page.Locator(".trend");

    [ChromiumFact]
    public async Task A_number_that_changes_has_a_trend_and_the_trend_opens_a_chart()
    {
        await Baseline("""{"p":{"n":1,"still":5,"deep":{"m":7}}}""");
        await Open();
        await ShouldRead(Card("p").Locator(".value").First, "1");
        await Assertions.Expect(Trends).ToHaveCountAsync(0);
        await Diff("""{"p":{"n":2.5}}""");
        await Assertions.Expect(Trends).ToHaveCountAsync(1);
        var first = Page.GetByRole(AriaRole.Button, new() { Name = "Trend of p › n" });
        await Page.WaitForFunctionAsync("() => pixels(document.querySelector('.trend canvas')) > 5");
        await Diff("""{"p":{"deep":{"m":9}}}""");
        await Assertions.Expect(Trends).ToHaveCountAsync(2);

        // The arrow keys lead from one to the next, Enter opens the chart.
        await first.FocusAsync();
        await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("Enter");
        await ShouldSay(Page.Locator("#chart-list"), "p › deep › m9");
        await first.ClickAsync();
        await ShouldSay(Page.Locator("#chart-list"), "p › n2.5");
        await Page.Locator("#chart-canvas").FocusAsync();
        await Page.Keyboard.PressAsync("ArrowLeft");
        await ShouldSay(Page.Locator("#chart-said"), "p › deep › m 9");
        (await Page.EvaluateAsync<int>("() => pixels(document.getElementById('chart-canvas'))")).ShouldBeGreaterThan(500);
        await Page.GetByRole(AriaRole.Button, new() { Name = "1 min", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.Locator("#chart-canvas")).ToHaveAttributeAsync(
            "aria-label", new System.Text.RegularExpressions.Regex("p › n, last 1 min: now 2.5, lowest .*, highest 2.5"));

        await Page.GetByRole(AriaRole.Button, new() { Name = "Remove p › n" }).ClickAsync();
        await Assertions.Expect(Page.Locator("#chart-list li")).ToHaveCountAsync(1);
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Page.Locator("#chart")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task A_page_that_comes_later_has_the_trend_from_the_daemon()
    {
        await Baseline("""{"p":{"n":1,"still":5}}""");
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.1));
        for (var value = 2; value < 5 && await timer.WaitForNextTickAsync(); value++) await Diff($$"""{"p":{"n":{{value}} } }""");
        await Open();
        await ShouldRead(Card("p").Locator(".value").First, "4");
        await Assertions.Expect(Trends).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await Trends.ClickAsync();
        await Assertions.Expect(Page.Locator("#chart-list small")).ToContainTextAsync("highest 4", new() { Timeout = 15_000 });
        await Assertions.Expect(Page.Locator("#chart-list small")).Not.ToContainTextAsync("lowest 4");
    }

    [ChromiumFact]
    public async Task Numbers_of_lists_have_trends_while_their_places_keep_what_they_mean()
    {
        await Baseline("""{"curve":{"mid":[6.5,6.25,7.1]},"window":[1,2,3]}""");
        await Open();
        await ShouldRead(Card("window").Locator("li"), "1", "2", "3");
        await Diff("""{"curve":{"mid":[6.6,6.25,7.2]},"window":[2,3,4]}""");
        await ShouldRead(Card("window").Locator("li"), "2", "3", "4");
        await Assertions.Expect(Card("curve").Locator("li .trend")).ToHaveCountAsync(2);
        await Assertions.Expect(Card("window").Locator(".trend")).ToHaveCountAsync(0);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Trend of curve › mid › 0" }).ClickAsync();
        await ShouldSay(Page.Locator("#chart-list"), "curve › mid › 06.6");
        // All of each number is seen beside its trend.
        (await Card("curve").Locator("li .value").EvaluateAllAsync<bool>(
            "all => all.every((one) => one.scrollWidth <= one.clientWidth)")).ShouldBeTrue();

        await Diff("""{"curve":{"mid":[6.25,7.2,7.3]}}""");
        await Assertions.Expect(Card("curve").Locator(".trend")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task Trends_are_drawn_together_once_a_second_and_only_where_they_are_seen()
    {
        static string Numbers(int tick) => string.Join(',', Enumerable.Range(0, 10).Select(i => $"\"n{i}\":{tick + i}"));
        static string Status(int tick) => $$"""{"seen":{ {{Numbers(tick)}} },"unseen":{ {{Numbers(tick)}} } }""";
        await Baseline(Status(0));
        await Open(options: new() { ViewportSize = new() { Width = 600, Height = 420 } });
        await ShouldRead(Page.Locator("#count"), "2");
        await Diff(Status(1));
        await Assertions.Expect(Trends).ToHaveCountAsync(20);
        await Page.EvaluateAsync("""
            () => {
              document.querySelector(".card[data-name='unseen']").style.marginTop = '3000px';
              window.drawn = [];
              const { stroke } = CanvasRenderingContext2D.prototype;
              CanvasRenderingContext2D.prototype.stroke = function (...rest) {
                window.drawn.push([Math.round(performance.now()), this.canvas.parentElement.dataset.path]);
                return stroke.apply(this, rest);
              };
            }
            """);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tick = 2; tick < 52 && await timer.WaitForNextTickAsync(); tick++) await Diff(Status(tick));

        // The first of them can be from before the move.
        var seconds = await Page.EvaluateAsync<double>("() => (performance.now() - window.drawn[0][0]) / 1000 - 1.5");
        var drawn = await Page.EvaluateAsync<string[]>(
            "() => window.drawn.filter(([at]) => at > window.drawn[0][0] + 1500).map(([, path]) => path)");
        drawn.ShouldNotBeEmpty();
        drawn.ShouldAllBe(path => path.StartsWith("/seen/", StringComparison.Ordinal));
        drawn.Length.ShouldBeLessThanOrEqualTo((int)(10 * (seconds + 1)));
    }

    [ChromiumFact]
    public async Task A_table_is_sorted_by_a_column_also_while_it_changes_and_the_address_says_so()
    {
        await Baseline("""{"t":{"a":{"x":1},"b":{"x":3},"c":{"x":2}}}""");
        await Open();
        var rows = Card("t").Locator("tbody th");
        await ShouldRead(rows, "a", "b", "c");
        await Card("t").GetByRole(AriaRole.Button, new() { Name = "x", Exact = true }).ClickAsync();
        await ShouldRead(rows, "b", "c", "a");
        await Assertions.Expect(Card("t").Locator("thead th")).ToHaveAttributeAsync("aria-sort", "descending");
        await Diff("""{"t":{"a":{"x":9}}}""");
        await ShouldRead(rows, "a", "b", "c");
        new Uri(Page.Url).Fragment.ShouldBe("#sort=-/t/x");
        await Page.ReloadAsync();
        await ShouldRead(rows, "a", "b", "c");
        await Card("t").GetByRole(AriaRole.Button, new() { Name = "x", Exact = true }).ClickAsync();
        await ShouldRead(rows, "c", "b", "a");
    }

    [ChromiumFact]
    public async Task Points_stand_below_one_another_and_thousands_are_separated_where_that_is_wanted()
    {
        await Baseline("""{"p":{"a":1234567.5,"b":7.25,"c":3}}""");
        await Open();
        var values = Card("p").Locator(".value");
        await ShouldRead(values, "1234567.5", "7.25", "3");
        (await values.EvaluateAllAsync<string?[]>("all => all.map(one => one.dataset.pad ?? null)")).ShouldBe(["0", null, ".00"]);
        await Page.Locator("#settings-open").ClickAsync();
        await Page.GetByLabel("Separate thousands").CheckAsync();
        await ShouldRead(values, "1,234,567.5", "7.25", "3");
    }

    [ChromiumFact]
    public async Task A_card_says_how_much_is_further_down_and_a_search_goes_there()
    {
        await Baseline($$"""{"rows":{ {{string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"key_{i}\":{i}"))}} } }""");
        await Open();
        await ShouldSay(Card("rows").Locator(".below"), " more below");
        await Page.Locator("#search").FillAsync("key_55");
        await Assertions.Expect(Card("rows").Locator(".found")).ToHaveCountAsync(1);
        await Assertions.Expect(Card("rows").Locator(".found")).ToBeInViewportAsync();
        new Uri(Page.Url).Fragment.ShouldBe("#q=key_55");
        await Card("rows").Locator(".card-body").EvaluateAsync("body => body.scrollTo(0, 1e6)");
        await ShouldRead(Card("rows").Locator(".below"), "");
    }

    [ChromiumFact]
    public async Task A_wall_has_no_controls_and_is_covered_when_the_daemon_is_lost()
    {
        await Baseline("""{"p":1}""");
        await Open("#store=feed&wall=1");
        await ShouldRead(Card("p").Locator(".value"), "1");
        await ShouldRead(Page.Locator("#wall-name"), "feed");
        (await Page.EvaluateAsync<int>("""
            () => [...document.querySelectorAll('button, select, input')]
              .filter((one) => one.checkVisibility() && one.closest('[inert]') === null).length
            """)).ShouldBe(0);
        await Assertions.Expect(Page.Locator("#wall-banner")).ToBeHiddenAsync();
        await Page.Context.SetOfflineAsync(true);
        await ShouldSay(Page.Locator("#wall-banner"), "No daemon since ");
        (await Page.Locator("#wall-banner").EvaluateAsync<bool>(
            "banner => banner.offsetWidth >= innerWidth && banner.offsetHeight >= innerHeight")).ShouldBeTrue();
        await Page.Context.SetOfflineAsync(false);
        await Assertions.Expect(Page.Locator("#wall-banner")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task On_paper_there_is_nothing_to_press()
    {
        await Baseline("""{"p":{"a":1}}""");
        await Open();
        await ShouldRead(Card("p").Locator(".value"), "1");
        await Page.EmulateMediaAsync(new() { Media = Media.Print });
        (await Page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('.bar button, .card-head button')].filter((one) => one.checkVisibility()).length"))
            .ShouldBe(0);
        await ShouldSay(Page.Locator("#printed"), "feed, printed ");
    }

    private new async Task<IPage> Open(string fragment = "", BrowserNewContextOptions? options = null)
    {
        var page = await base.Open(fragment, options);
        await page.EvaluateAsync("""
            () => {
              window.pixels = (canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
                .filter((value, index) => index % 4 === 3 && value > 0).length;
            }
            """);
        return page;
    }

    private static Task ShouldRead(ILocator elements, params string[] texts) =>
        Assertions.Expect(elements).ToHaveTextAsync(texts, new() { Timeout = 15_000 });
}
