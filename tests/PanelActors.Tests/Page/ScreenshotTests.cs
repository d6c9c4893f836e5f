using Microsoft.Playwright;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Page;

/// <summary>Pictures of the page with the built-in feed, for whoever wants to look at them: below the test output, in screenshots.</summary>
[Collection(PageCollection.Name)]
public sealed class ScreenshotTests(Chromium chromium, ScreenshotTests.Market market) : IClassFixture<ScreenshotTests.Market>
{
    [ChromiumTheory]
    [InlineData(1440, "light")]
    [InlineData(1440, "dark")]
    [InlineData(360, "light")]
    [InlineData(360, "dark")]
    public async Task The_page_is_pictured(int width, string theme)
    {
        await using var profile = await chromium.NewProfile(new()
        {
            ViewportSize = new() { Width = width, Height = 1000 },
            ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
        });
        var page = await profile.NewPageAsync();
        await page.GotoAsync(market.Daemon.Http.BaseAddress!.ToString());
        await Assertions.Expect(page.Locator("#alerts [data-level]").First).ToBeVisibleAsync(new() { Timeout = 15_000 });
        var file = Path.Combine(AppContext.BaseDirectory, "screenshots", $"page-{width}-{theme}.png");
        var picture = await page.ScreenshotAsync(new() { Path = file });
        picture.Length.ShouldBeGreaterThan(10_000);
    }

    /// <summary>A daemon with the built-in feed, for all pictures.</summary>
    public sealed class Market : IAsyncLifetime
    {
        public Daemon Daemon { get; private set; } = null!;

        public async Task InitializeAsync() =>
            Daemon = await Daemon.Start(("Sources:0:Name", "market"), ("Sources:0:Url", "simulator:?seed=7&interval=00:00:00.100"));

        public async Task DisposeAsync() => await Daemon.DisposeAsync();
    }
}
