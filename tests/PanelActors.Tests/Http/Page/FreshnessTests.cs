namespace PanelActors.Tests.Http.Page;

/// <summary>How old the data is, is seen at a glance, and never looks better than it is.</summary>
[Collection(WaitingPageCollection.Name)]
public sealed class FreshnessTests(Chromium chromium) : PageTest(chromium)
{
    protected override (string, string)[] Settings =>
        [("Freshness:WarnAfter", "00:00:01"), ("Freshness:StaleAfter", "00:00:02"), ("Freshness:Tick", "00:00:00.100")];

    [ChromiumFact]
    public async Task Before_the_first_event_it_says_that_it_waits_and_for_what()
    {
        await Open();
        await ShouldLook("init");
        await ShouldRead(Page.Locator("#health"), "init");
        await ShouldRead(Page.Locator("#age"), "never");
        await ShouldSay(Page.Locator("#situation"), "feed waits for its first event.");
        await ShouldRead(Page.Locator("#empty"), "No panels yet.");

        await Feed.Close();
        using var again = await Upstream.NextConnection();
        await again.Refuse(401);
        await ShouldSay(Page.Locator("#situation"), "401");
        await ShouldLook("init");
    }

    [ChromiumFact]
    public async Task A_feed_that_goes_quiet_turns_the_page_late_then_stale_and_back_again()
    {
        await Baseline("""{"p":1}""");
        await Open();
        await ShouldRead(Card("p").Locator(".value"), "1");
        // The looks that it passes through are written down: each is short.
        await Page.EvaluateAsync("""
            () => {
              window.seen = [];
              const situation = document.getElementById('situation');
              const note = () => window.seen.push(`${document.documentElement.dataset.look}: ${situation.textContent}`);
              new MutationObserver(note).observe(situation, { childList: true, characterData: true, subtree: true });
            }
            """);
        await Diff("""{"p":0}""");
        await Page.WaitForFunctionAsync("() => /warn: Late: nothing new since .*stale: /.test(window.seen.join())");
        await ShouldLook("stale");
        await ShouldRead(Page.Locator("#health"), "stale");
        await ShouldSay(Page.Locator("#situation"), "Stale: nothing new since ");
        (await Page.EvaluateAsync<double>("() => parseFloat(document.getElementById('age').textContent)")).ShouldBeGreaterThanOrEqualTo(2);

        await Page.EvaluateAsync("() => { window.seen = []; }");
        await Diff("""{"p":2}""");
        await Page.WaitForFunctionAsync("() => window.seen.includes('live: Live')");
        await ShouldRead(Card("p").Locator(".value"), "2");
    }

    [ChromiumFact]
    public async Task A_page_that_is_opened_late_knows_how_old_the_data_was_already()
    {
        await Baseline("""{"p":1}""");
        await OldDiff(60, """{"p":2}""");
        await Daemon.UntilAnswer("/api/heartbeat", heartbeat => (string?)heartbeat["health"] == "stale");
        await Open();
        // The first age it ever shows is an old one.
        await Page.WaitForFunctionAsync("() => document.querySelector('.card') !== null");
        (await Page.EvaluateAsync<double>("() => parseFloat(document.getElementById('age').textContent)")).ShouldBeGreaterThanOrEqualTo(60);
        await ShouldLook("stale");
    }

    [ChromiumFact]
    public async Task The_age_does_not_follow_the_wall_clock_of_either_machine()
    {
        await Baseline("""{"p":1}""");
        var page = await Open();
        await ShouldRead(Card("p").Locator(".value"), "1");
        // A browser whose clock is a day behind the daemon's.
        await page.AddInitScriptAsync("const now = Date.now; Date.now = () => now() - 86_400_000;");
        await page.ReloadAsync();
        await Diff("""{"p":2}""");
        await ShouldRead(Card("p").Locator(".value"), "2");
        (await Page.EvaluateAsync<double>("() => parseFloat(document.getElementById('age').textContent)")).ShouldBeLessThan(60);
        await ShouldLook("stale");
    }
}
