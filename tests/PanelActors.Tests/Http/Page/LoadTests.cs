using System.Globalization;
using Microsoft.Playwright;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>Five hundred panels, fifty events a second, all kinds of them; and what the trends cost.</summary>
[Collection(AloneCollection.Name)]
public sealed class LoadTests(Chromium chromium) : PageTest(chromium), IClassFixture<Chromium>
{
    private const int Ticks = 250;

    [ChromiumFact]
    public async Task The_page_keeps_up_with_many_panels_that_change_all_the_time()
    {
        var panels = Enumerable.Range(0, 500).Select(i => Panel(i, 0));
        await Baseline($"{{{string.Join(',', panels)}}}");
        await Open();
        await ShouldRead(Page.Locator("#count"), "500");
        await Page.EvaluateAsync("""
            () => {
              window.frames = 0;
              const count = () => { window.frames++; requestAnimationFrame(count); };
              requestAnimationFrame(count);
              window.begun = performance.now();
            }
            """);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var tick = 1; tick <= Ticks && await timer.WaitForNextTickAsync(); tick++)
        {
            var changed = Enumerable.Range(0, 25).Select(i => Panel(((tick * 25) + i) % 500, tick));
            await Diff($"{{{string.Join(',', changed)},\"tick\":{tick.ToString(CultureInfo.InvariantCulture)}}}");
        }

        await Page.WaitForFunctionAsync($"() => document.querySelector('.card[data-name=\"tick\"] .value')?.textContent === '{Ticks}'");
        var perSecond = await Page.EvaluateAsync<double>("() => window.frames / ((performance.now() - window.begun) / 1000)");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"500 panels, {Ticks} events: {perSecond:0.0} frames a second"));
        perSecond.ShouldBeGreaterThan(15);
        await ShouldLook("live");
    }

    [ChromiumFact]
    public async Task Sixty_trends_at_ten_updates_a_second_cost_a_fraction_of_a_core()
    {
        static string Numbers(int first) =>
            string.Join(',', Enumerable.Range(0, 10).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"n{i}\":{first + i}.25")));
        static string Status(int tick) =>
            $"{{{string.Join(',', Enumerable.Range(0, 6).Select(i => $"\"p{i}\":{{{Numbers(tick + (i * 10))}}}"))}}}";
        await Baseline(Status(0));
        await Open();
        await ShouldRead(Page.Locator("#count"), "6");
        var devTools = await Page.Context.NewCDPSessionAsync(Page);
        await devTools.SendAsync("Performance.enable");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var begun = new Dictionary<string, double>();
        for (var tick = 1; tick <= 150 && await timer.WaitForNextTickAsync(); tick++)
        {
            await Diff(Status(tick));
            if (tick == 50) begun = await Figures(devTools);
        }

        await Assertions.Expect(Page.Locator(".trend")).ToHaveCountAsync(60);
        var ended = await Figures(devTools);
        double Share(string name) => (ended[name] - begun[name]) / (ended["Timestamp"] - begun["Timestamp"]);
        var work = Share("ScriptDuration") + Share("LayoutDuration") + Share("RecalcStyleDuration");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"60 trends, 10 updates a second: {work:0.0 %} of a core, with painting {Share("TaskDuration"):0.0 %}"));
        work.ShouldBeLessThan(0.5);
    }

    private static async Task<Dictionary<string, double>> Figures(ICDPSession devTools) =>
        (await devTools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray().ToDictionary(
            static metric => metric.GetProperty("name").GetString()!, static metric => metric.GetProperty("value").GetDouble());

    private static string Panel(int number, int tick) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        "panel_{{number:000}}":{"title":"Panel {{number}}","value":{{(number * 7 % 100) + (tick / 8.0)}},"tick":{{tick}},
        "samples":[{{tick}},{{tick + 1}},{{tick + 2}},{{tick + 3}}]}
        """).ReplaceLineEndings("");
}
