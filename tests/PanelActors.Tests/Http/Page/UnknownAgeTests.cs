namespace PanelActors.Tests.Http.Page;

/// <summary>A composite with a member that never came: the age of the whole is unknown, and the page says just that.</summary>
[Collection(WaitingPageCollection.Name)]
public sealed class UnknownAgeTests(Chromium chromium) : PageTest(chromium)
{
    protected override (string, string)[] Settings =>
    [
        ("Sources:1:Name", "live"), ("Sources:1:Url", "simulator:?interval=00:00:00.100"),
        ("Sources:2:Name", "never"), ("Sources:2:Url", "http://127.0.0.1:1/"), ("Sources:2:Required", "false"),
        ("Composites:0:Name", "desk"), ("Composites:0:Members:0", "live"), ("Composites:0:Members:1", "never"),
        ("Composites:0:Merge", "namespace"), ("Composites:0:Health", "worst"), ("Default", "feed"),
    ];

    [ChromiumFact]
    public async Task No_age_stands_beside_stale_while_events_flow_and_hardly_anything_is_announced()
    {
        await Open("#store=desk");
        await ShouldLook("stale");
        await ShouldRead(Page.Locator("#age"), "unknown");
        await ShouldSay(Page.Locator("#situation"), "Stale: age unknown, a part of it was never fresh.");
        await ShouldRead(Page.Locator("#members .member-age").Last, "never");
        await ShouldSay(Page.Locator("#announcement"), "desk is stale.");

        // From here on whatever a screen reader would say, and whatever the age claims, is written down.
        await Page.EvaluateAsync("""
            () => {
              window.told = [];
              window.ages = new Set();
              const all = { subtree: true, childList: true, characterData: true, attributes: true };
              const watch = (target, note) => new MutationObserver(note).observe(target, all);
              for (const live of document.querySelectorAll('[role=status], [role=alert], [role=log], [aria-live]'))
                watch(live, () => window.told.push(`${live.id}: ${live.textContent}`));
              watch(document.getElementById('age'), () => window.ages.add(document.getElementById('age').textContent));
            }
            """);
        var changes = await Changes();
        await Page.WaitForFunctionAsync($"() => Number(document.getElementById('changes').textContent) >= {changes + 60}");
        (await Page.EvaluateAsync<string[]>("() => [...window.ages]")).ShouldBeEmpty();
        (await Page.EvaluateAsync<string[]>("() => window.told")).Length.ShouldBeLessThanOrEqualTo(1);
        await ShouldLook("stale");
    }

    private async Task<long> Changes()
    {
        await Page.WaitForFunctionAsync("() => Number(document.getElementById('changes').textContent) > 0");
        return await Page.EvaluateAsync<long>("() => Number(document.getElementById('changes').textContent)");
    }
}
