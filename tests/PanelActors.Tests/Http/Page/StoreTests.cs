using Microsoft.Playwright;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>Several stores on one page: choosing one, asking it for a baseline, and the members of a composite.</summary>
public sealed class StoreTests(Chromium chromium) : PageTest(chromium)
{
    private readonly ScriptedUpstream _other = ScriptedUpstream.Start();
    private ScriptedConnection _second = null!;

    protected override (string, string)[] Settings =>
    [
        ("Default", "feed"),
        ("Sources:1:Name", "other"), ("Sources:1:Url", _other.Url.ToString()), ("Sources:1:Resync:Mode", "none"),
        ("Sources:1:Required", "false"),
        ("Composites:0:Name", "both"), ("Composites:0:Members:0", "feed"), ("Composites:0:Members:1", "other"),
        ("Composites:0:Merge", "overlay"),
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _second = await _other.NextStream();
        await _second.Send(Sse.Full(1, 1, """{"q":"of the other"}"""));
        await Baseline("""{"p":"of the feed"}""");
    }

    public override async Task DisposeAsync()
    {
        _second.Dispose();
        await base.DisposeAsync();
        await _other.DisposeAsync();
    }

    [ChromiumFact]
    public async Task All_stores_come_first_and_one_can_be_chosen()
    {
        await Open();
        await ShouldRead(Page.Locator("#situation"), "All 3 stores are live.");
        await ShouldRead(Page.Locator("#store option"), "All stores", "feed", "other", "both (composite)");
        await Page.GetByRole(AriaRole.Link, new() { Name = "feed" }).PressAsync("Enter");
        await ShouldRead(Card("p").Locator(".value"), "of the feed");
        await Assertions.Expect(Page.Locator("#store")).ToHaveValueAsync("feed");

        await Page.Locator("#store").SelectOptionAsync("other");
        await ShouldRead(Card("q").Locator(".value"), "of the other");
        await Assertions.Expect(Card("p")).ToHaveCountAsync(0);
        new Uri(Page.Url).Fragment.ShouldBe("#store=other");
        await Page.ReloadAsync();
        await ShouldRead(Card("q").Locator(".value"), "of the other");
        await Page.GoBackAsync();
        await ShouldRead(Card("p").Locator(".value"), "of the feed");
        await Page.Locator("#store").SelectOptionAsync("All stores");
        await Assertions.Expect(Page.Locator(".store")).ToHaveCountAsync(3);
        // It left the other store's relay.
        await Daemon.UntilMetric("""panelactors_relay_clients{store="other"}""", 0);
    }

    [ChromiumFact]
    public async Task A_wall_shows_one_store_after_the_other()
    {
        await Open("#wall=1&rotate=3");
        await ShouldRead(Page.Locator("#wall-name"), "feed");
        await ShouldRead(Page.Locator("#wall-name"), "other");
        await ShouldRead(Card("q").Locator(".value"), "of the other");
        await ShouldRead(Page.Locator("#wall-name"), "both");
        await ShouldRead(Page.Locator("#wall-name"), "feed");
    }

    [ChromiumFact]
    public async Task A_composite_shows_its_members_and_where_each_panel_comes_from()
    {
        await Open("#store=both");
        await ShouldRead(Card("q").Locator(".value"), "of the other");
        await ShouldRead(Card("q").Locator(".source"), "other");
        await ShouldRead(Card("p").Locator(".source"), "feed");
        await ShouldRead(Page.Locator("#members b"), "feed", "other");
        await ShouldRead(Page.Locator("#members .badge"), "ok", "ok");
        await ShouldRead(Page.Locator("#connection"), "composite");
    }

    [ChromiumFact]
    public async Task A_store_that_needs_a_baseline_says_why_and_can_be_asked_for_one()
    {
        await Open("#store=feed");
        await ShouldRead(Page.Locator("#need"), "complete");
        await Page.Locator("#request").ClickAsync();
        await ShouldRead(Page.Locator("#answer"), "A new baseline was asked for.");
        await ShouldRead(Page.Locator("#need"), "needed: operator");
        using var again = await Upstream.NextConnection();
        again.Query("force_full").ShouldBe("1");
        await again.AcceptStream();
        await again.Send(Sse.Full(99, 5, """{"p":"new"}"""));
        await ShouldRead(Page.Locator("#need"), "complete");
        await ShouldRead(Card("p").Locator(".value"), "new");
    }

    [ChromiumFact]
    public async Task A_source_that_cannot_be_asked_says_so_in_words()
    {
        await Open("#store=other");
        await ShouldRead(Card("q").Locator(".value"), "of the other");
        await _second.Send(Sse.Diff(2, 9, """{"q":1}"""));
        await ShouldRead(Page.Locator("#need"), "needed: generation_mismatch");
        await Page.Locator("#request").ClickAsync();
        // Two calls at the same moment would be one too soon after the other.
        await Assertions.Expect(Page.Locator("#answer")).Not.ToBeEmptyAsync();
        using var refused = await Daemon.Post("/api/stores/other/request-full");
        var detail = System.Text.Json.Nodes.JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["detail"]!.ToString();
        await ShouldRead(Page.Locator("#answer"), detail);
    }

    [ChromiumFact]
    public async Task A_store_that_does_not_exist_is_named_as_such()
    {
        await Open("#store=nowhere");
        await ShouldRead(Page.Locator("#health"), "unknown");
        await Assertions.Expect(Page.Locator("#empty")).ToBeHiddenAsync();
        await ShouldRead(Page.Locator("#situation"), "There is no store named nowhere. Choose another one.");
        await Page.Locator("#store").SelectOptionAsync("feed");
        await ShouldLook("live");
    }

    private static Task ShouldRead(ILocator elements, params string[] texts) =>
        Assertions.Expect(elements).ToHaveTextAsync(texts, new() { Timeout = 15_000 });
}
