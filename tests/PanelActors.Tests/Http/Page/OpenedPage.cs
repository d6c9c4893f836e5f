using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>The page, opened once for all tests of a class: those that need its modules and leave it as it is.</summary>
public sealed class OpenedPage(Chromium chromium) : PageTest(chromium)
{
    public new IPage Page => base.Page;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (Chromium.Missing is null) await Open();
    }
}
