using System.Collections.Concurrent;
using Microsoft.Playwright;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>
/// A daemon with one scripted feed, and a browser that looks at it. A script error, or a breach of the page's policy, fails the test.
/// </summary>
[Collection(PageCollection.Name)]
public abstract class PageTest(Chromium chromium) : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly List<IBrowserContext> _profiles = [];
    private long _id;

    protected ScriptedUpstream Upstream { get; } = ScriptedUpstream.Start();

    protected Daemon Daemon { get; set; } = null!;

    /// <summary>The connection of the daemon to its feed.</summary>
    protected ScriptedConnection Feed { get; set; } = null!;

    protected IPage Page { get; private set; } = null!;

    /// <summary>What the daemon is configured with besides.</summary>
    protected virtual (string Key, string Value)[] Settings => [];

    /// <summary>Whether the browser may say this: the page is not at fault for a daemon that is gone.</summary>
    protected virtual bool IsExpected(string error) => error.StartsWith("Failed to load resource", StringComparison.Ordinal);

    public virtual async Task InitializeAsync()
    {
        Daemon = await Daemon.Reading(Upstream, Settings);
        Feed = await Upstream.NextStream();
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var profile in _profiles) await profile.DisposeAsync();
        Feed.Dispose();
        await Daemon.DisposeAsync();
        await Upstream.DisposeAsync();
        _faults.ShouldBeEmpty();
    }

    /// <summary>Opens the page in a new profile.</summary>
    protected async Task<IPage> Open(string fragment = "", BrowserNewContextOptions? options = null)
    {
        var profile = await chromium.NewProfile(options);
        profile.SetDefaultTimeout((float)ScriptedUpstream.Patience.TotalMilliseconds);
        _profiles.Add(profile);
        return Page = await OpenTab(profile, fragment);
    }

    /// <summary>Opens the page in one more tab of a profile.</summary>
    protected async Task<IPage> OpenTab(IBrowserContext profile, string fragment = "")
    {
        var page = await profile.NewPageAsync();
        page.PageError += (_, error) => _faults.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsExpected(message.Text)) _faults.Enqueue(message.Text);
        };
        await page.GotoAsync(new Uri(Daemon.Http.BaseAddress!, "/" + fragment).ToString());
        return page;
    }

    /// <summary>The feed sends a baseline, and the daemon has it.</summary>
    protected async Task Baseline(string status, long generation = 1)
    {
        await Feed.Send(Sse.Full(++_id, generation, status));
        await Daemon.Until(
            state => state.Generation == generation && state.LastFull is not null && !state.Need.IsNeeded, "the baseline came");
    }

    /// <summary>The feed sends a diff whose data is this old already.</summary>
    protected Task OldDiff(int seconds, string diff, long generation = 1) => Feed.Send(Sse.OldDiff(++_id, generation, seconds, diff));

    protected Task Diff(string diff, long generation = 1) => Feed.Send(Sse.Diff(++_id, generation, diff));

    protected Task Send(string type, string payload) => Feed.Send(Sse.Envelope(++_id, type, payload));

    /// <summary>The card of a panel.</summary>
    protected ILocator Card(string name) => Page.Locator($".card[data-name='{name}']");

    /// <summary>Waits until an element's text is this.</summary>
    protected static Task ShouldRead(ILocator element, string text) =>
        Assertions.Expect(element).ToHaveTextAsync(text, new() { Timeout = Patience });

    /// <summary>Waits until an element's text has this in it.</summary>
    protected static Task ShouldSay(ILocator element, string text) =>
        Assertions.Expect(element).ToContainTextAsync(text, new() { Timeout = Patience });

    /// <summary>Waits until the page has this look.</summary>
    protected Task ShouldLook(string look) => ShouldLook(Page, look);

    /// <inheritdoc cref="ShouldLook(string)"/>
    protected static Task ShouldLook(IPage page, string look) =>
        Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-look", look, new() { Timeout = Patience });

    private static float Patience => (float)ScriptedUpstream.Patience.TotalMilliseconds;
}
