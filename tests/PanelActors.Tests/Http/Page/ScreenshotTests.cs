using Microsoft.Playwright;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>Pictures of the page with the built-in feed, to be looked at: below the test output, in screenshots.</summary>
[Collection(PageCollection.Name)]
public sealed class ScreenshotTests(Chromium chromium)
{
    [ChromiumFact]
    public async Task The_page_is_pictured()
    {
        await using var daemon = await Daemon.Start(
            ("Sources:0:Name", "market"), ("Sources:0:Url", "simulator:?seed=7&interval=00:00:00.100"));
        await using var profile = await chromium.NewProfile();
        var page = await profile.NewPageAsync();
        await page.GotoAsync(daemon.Http.BaseAddress!.ToString());
        (int, ColorScheme)[] looks =
            [(1440, ColorScheme.Light), (1440, ColorScheme.Dark), (360, ColorScheme.Light), (360, ColorScheme.Dark)];
        foreach (var (width, theme) in looks)
        {
            await page.SetViewportSizeAsync(width, 1000);
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            await Assertions.Expect(page.Locator("#alerts [data-level]").First).ToBeVisibleAsync(new() { Timeout = 15_000 });
            var file = Path.Combine(AppContext.BaseDirectory, "screenshots", $"page-{width}-{theme}.png".ToLowerInvariant());
            var picture = await page.ScreenshotAsync(new() { Path = file });
            picture.Length.ShouldBeGreaterThan(10_000);
        }
    }
}
