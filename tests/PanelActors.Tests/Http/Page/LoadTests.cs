using System.Globalization;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>Five hundred panels, fifty events a second, all kinds of them.</summary>
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

    private static string Panel(int number, int tick) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        "panel_{{number:000}}":{"title":"Panel {{number}}","value":{{(number * 7 % 100) + (tick / 8.0)}},"tick":{{tick}},
        "samples":[{{tick}},{{tick + 1}},{{tick + 2}},{{tick + 3}}]}
        """).ReplaceLineEndings("");
}
