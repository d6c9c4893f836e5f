using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>Counts, active alerts and follow-ups.</summary>
public sealed class SeverityTests(Chromium chromium) : PageTest(chromium)
{
    private const string Critical =
        """{"alert_type":"gap","active":"critical","previous_active":"info","last_change_cycle":7,"resolved":false,"""
        + """ "resolved_count":0,"reasons":["thin_book"],"alert":{"index":"NIFTY"}}""";

    [ChromiumFact]
    public async Task Counts_and_active_alerts_come_and_go()
    {
        await Baseline("""{"p":1}""");
        await Send("severity_counts", """{"counts":{"info":3,"warn":1,"critical":0}}""");
        await Open();
        await ShouldRead(Page.Locator("#counts"), "info3warn1critical0");
        await ShouldRead(Page.Locator("#alerts"), "None");

        await Send("severity_state", """{"alert_type":"drift","active":"warn","last_change_cycle":5,"resolved":false,"reasons":[]}""");
        await Send("severity_state", Critical);
        await ShouldRead(Page.Locator("#alert-count"), "2");
        var first = Page.Locator("#alerts li").First;
        await ShouldSay(first, "CRITICALgap");
        await ShouldSay(first, "thin_book · on NIFTY, since cycle 7");
        await ShouldSay(first.Locator(".tally"), "since ");
        await ShouldSay(Page.Locator("#alerts li").Nth(1), "no reason given");

        // A page that comes later learns it from the daemon.
        await Page.ReloadAsync();
        await ShouldSay(Page.Locator("#alerts li").First.Locator(".tally"), "since ");

        var resolved = Critical.Replace("\"active\":\"critical\"", "\"active\":\"info\"", StringComparison.Ordinal)
            .Replace("\"resolved\":false", "\"resolved\":true", StringComparison.Ordinal);
        await Send("severity_state", resolved);
        await ShouldRead(Page.Locator("#alert-count"), "1");
    }

    [ChromiumFact]
    public async Task Followups_stand_newest_first_and_can_be_filtered_by_level()
    {
        await Baseline("""{"p":1}""");
        await Send("followup_alert", """{"alert":{"type":"gap","index":"NIFTY","severity":"warn","message":"first"},"ts":1690000001}""");
        await Open();
        await ShouldSay(Page.Locator("#followups li").First, "Follow-up gap NIFTYfirst");
        await Send("followup_alert", """{"alert":{"type":"gap","severity":"critical","message":"second"},"ts":1690000002}""");
        await Send("followup_alert", """{"message":"third","ts":1690000003}""");
        await ShouldRead(Page.Locator("#followups p"), ["third", "second", "first"]);

        await Page.Locator("#levels button", new() { HasText = "WARN" }).ClickAsync();
        await ShouldRead(Page.Locator("#followups p"), ["third", "second"]);
        await ShouldRead(Page.Locator("#followup-count"), "2 of 3");
        await Page.ReloadAsync();
        await ShouldRead(Page.Locator("#followups p"), ["third", "second"]);
        await Page.Locator("#levels button", new() { HasText = "WARN" }).ClickAsync();
        await ShouldRead(Page.Locator("#followups p"), ["third", "second", "first"]);
    }

    private static Task ShouldRead(ILocator elements, string[] texts) =>
        Assertions.Expect(elements).ToHaveTextAsync(texts, new() { Timeout = 15_000 });
}
