using PanelActors.Tests.Support;


namespace PanelActors.Tests.Http.Page;

/// <summary>A daemon that goes, comes back, or hangs.</summary>
[Collection(WaitingPageCollection.Name)]
public sealed class ConnectionTests(Chromium chromium) : PageTest(chromium)
{
    [ChromiumFact]
    public async Task A_lost_daemon_is_named_at_once_and_found_again_when_it_is_back()
    {
        await Baseline("""{"p":1}""");
        await Open();
        await ShouldRead(Card("p").Locator(".value"), "1");
        var address = Daemon.Http.BaseAddress!;
        await Daemon.DisposeAsync();
        await ShouldLook("lost");
        await ShouldRead(Page.Locator("#health"), "lost");
        await ShouldSay(Page.Locator("#situation"), "The daemon has not answered since ");
        await ShouldSay(Page.Locator("#connection"), "daemon unreachable since ");
        await ShouldRead(Card("p").Locator(".value"), "1");

        Daemon = await Daemon.Reading(Upstream, ("Urls", address.ToString()));
        Feed.Dispose();
        Feed = await Upstream.NextStream();
        // The daemon knows nothing yet, and neither does the page any more.
        await ShouldLook("init");
        await ShouldRead(Page.Locator("#count"), "0");
        await ShouldRead(Page.Locator("#connection"), "open");
        await Baseline("""{"p":2}""", generation: 7);
        await ShouldRead(Card("p").Locator(".value"), "2");
        await ShouldLook("live");
    }

    [ChromiumFact]
    public async Task A_client_that_resumes_goes_on_where_it_was()
    {
        await Baseline("""{"p":1,"q":1}""");
        await Open();
        await ShouldRead(Card("p").Locator(".value"), "1");
        await Page.Context.SetOfflineAsync(true);
        await ShouldLook("lost");
        await Diff("""{"p":2}""");
        await Diff("""{"q":2}""");
        await Page.Context.SetOfflineAsync(false);
        await ShouldRead(Card("q").Locator(".value"), "2");
        await ShouldRead(Card("p").Locator(".value"), "2");
        await ShouldLook("live");
    }

    [ChromiumFact]
    public async Task A_daemon_that_hangs_is_lost_too()
    {
        using var folder = new TemporaryFolder();
        await using var process = DaemonProcess.Start(
            folder.Path, ["run", "--urls", "http://127.0.0.1:0"], ("PANELACTORS__Persistence__Enabled", "false"));
        using var client = await process.ClientAsync();
        await Open();
        await Page.GotoAsync(client.BaseAddress!.ToString());
        await ShouldLook("live");
        await process.SignalAsync("STOP");
        var since = TimeProvider.System.GetTimestamp();
        await ShouldLook("lost");
        // It takes 3 s; the rest is for a machine that is busy with other things.
        TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        await process.SignalAsync("CONT");
        await ShouldLook("live");
    }
}
