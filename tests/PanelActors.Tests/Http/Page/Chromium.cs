using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>One browser for all tests of the page; each test gets its own profile.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Names the browser's program where it is not Debian's.</summary>
    private const string Variable = "PANELACTORS_TEST_CHROMIUM";

    /// <summary>All names below this one lead to this machine.</summary>
    public const string Names = "test";

    private static readonly string Executable =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Why the tests are skipped; null where there is a browser.</summary>
    public static string? Missing => File.Exists(Executable)
        ? null
        : $"There is no {Executable}; tests/run installs Debian's, {Variable} names another one";

    public async Task InitializeAsync()
    {
        if (Missing is not null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", $"--host-resolver-rules=MAP *.{Names} 127.0.0.1",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A profile that nothing else uses.</summary>
    public Task<IBrowserContext> NewProfile(BrowserNewContextOptions? options = null) =>
        _browser!.NewContextAsync(
            options ?? new() { ViewportSize = new() { Width = 1440, Height = 900 }, ColorScheme = ColorScheme.Light });
}

/// <summary>Tests of the page, one after the other: all share a browser.</summary>
[CollectionDefinition(Name)]
public sealed class PageCollection : ICollectionFixture<Chromium>
{
    public const string Name = "Page";
}

/// <summary>
/// Those that mostly wait: for time to pass, or for a connection to be missed. They have their own browser and run beside the others.
/// </summary>
[CollectionDefinition(Name)]
public sealed class WaitingPageCollection : ICollectionFixture<Chromium>
{
    public const string Name = "Waiting page";
}
