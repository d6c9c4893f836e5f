using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>Finding, pinning, folding up, copying, and all of it without a mouse.</summary>
public sealed class ReadingTests(Chromium chromium) : PageTest(chromium)
{
    private const string Status = """{"alpha":{"price":1},"beta":{"inner":{"volume":2}},"gamma":3}""";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Baseline(Status);
        await Open();
        await ShouldRead(Page.Locator("#count"), "3");
    }

    [ChromiumFact]
    public async Task What_is_typed_is_found_in_names_and_keys()
    {
        (string Query, string Found)[] searches =
            [("alp", "alpha"), ("VOLUME", "beta"), ("a", "alpha,beta,gamma"), ("beta vol", "beta"), ("nothing", "")];
        foreach (var (query, found) in searches)
        {
            await Page.Locator("#search").FillAsync(query);
            await ShouldSay(Page.Locator("#found"), " match");
            (await Shown()).ShouldBe(found, query);
            await Page.Locator("#search").PressAsync("Escape");
            (await Shown()).ShouldBe("alpha,beta,gamma", query);
        }
    }

    [ChromiumFact]
    public async Task A_search_goes_on_while_data_flows()
    {
        await Page.Locator("#search").FillAsync("fresh");
        await ShouldRead(Page.Locator("#empty"), "No panel, no key and no text has these words.");
        await Diff("""{"gamma":{"fresh":1}}""");
        await Assertions.Expect(Card("gamma")).ToBeVisibleAsync();
        (await Shown()).ShouldBe("gamma");
    }

    [ChromiumFact]
    public async Task Pinned_and_folded_panels_stay_so()
    {
        await Button("gamma", "Pin gamma").ClickAsync();
        await Button("beta", "Content of beta").ClickAsync();
        (await Shown()).ShouldBe("gamma,alpha,beta");
        await Assertions.Expect(Card("beta").Locator(".card-body")).ToBeHiddenAsync();

        await Page.ReloadAsync();
        await ShouldRead(Page.Locator("#count"), "3");
        (await Shown()).ShouldBe("gamma,alpha,beta");
        await Assertions.Expect(Card("beta").Locator(".card-body")).ToBeHiddenAsync();
        await Assertions.Expect(Button("gamma", "Pin gamma")).ToHaveAttributeAsync("aria-pressed", "true");

        await Button("gamma", "Pin gamma").ClickAsync();
        (await Shown()).ShouldBe("alpha,beta,gamma");
    }

    [ChromiumFact]
    public async Task The_raw_json_of_a_panel_can_be_read_and_copied()
    {
        await Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Diff("""{"alpha":{"price":12345678901234567890}}""");
        await ShouldSay(Card("alpha"), "12345678901234567890");
        await Button("alpha", "Raw JSON of alpha").ClickAsync();
        const string Json = "{\n  \"price\": 12345678901234567890\n}";
        await Assertions.Expect(Page.Locator("#raw-text")).ToHaveTextAsync(Json);
        await Page.Locator("#raw-copy").ClickAsync();
        await ShouldRead(Page.Locator("#raw-note"), "Copied.");
        (await Page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).ShouldBe(Json);
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Page.Locator("#raw")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task The_theme_that_was_chosen_stays()
    {
        (await Background()).ShouldBe("rgb(243, 245, 249)");
        await Page.Locator("#theme").ClickAsync();
        await Page.Locator("#theme").ClickAsync();
        (await Background()).ShouldBe("rgb(13, 17, 23)");
        await Page.ReloadAsync();
        (await Background()).ShouldBe("rgb(13, 17, 23)");
        await Page.Locator("#theme").ClickAsync();
        (await Background()).ShouldBe("rgb(243, 245, 249)");

        Task<string> Background() => Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
    }

    [ChromiumFact]
    public async Task Everything_can_be_reached_and_used_by_keyboard_and_the_focus_is_seen()
    {
        await Page.Keyboard.PressAsync("Tab");
        (await Focused()).ShouldBe("Skip to the content");
        await Page.Keyboard.PressAsync("/");
        (await Focused()).ShouldBe("Find a panel or a key");
        await Page.Keyboard.TypeAsync("gam/");
        await Assertions.Expect(Page.Locator("#search")).ToHaveValueAsync("gam/");
        await Page.Keyboard.PressAsync("Escape");

        var seen = new List<string>();
        for (var i = 0; i < 60 && !seen.Contains("Follow-ups, newest first"); i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            seen.Add(await Focused());
            (await Page.EvaluateAsync<bool>("() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"))
                .ShouldBeTrue(seen[^1]);
        }

        string[] wanted = ["Request one", "CRITICAL", "Follow-ups, newest first", "Pin alpha", "Raw JSON of beta", "Content of gamma"];
        foreach (var name in wanted) seen.ShouldContain(name);
        await Button("gamma", "Content of gamma").FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Card("gamma").Locator(".card-body")).ToBeHiddenAsync();
        (await Focused()).ShouldBe("Content of gamma");
        await Page.Keyboard.PressAsync("Shift+Tab");
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.Locator("#raw")).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Escape");
        (await Focused()).ShouldBe("Raw JSON of gamma");
        await Page.Keyboard.PressAsync("Shift+Tab");
        await Page.Keyboard.PressAsync("Space");
        (await Shown()).ShouldBe("gamma,alpha,beta");
        (await Focused()).ShouldBe("Pin gamma");
    }

    private ILocator Button(string panel, string name) => Card(panel).GetByRole(AriaRole.Button, new() { Name = name });

    private Task<string> Shown() =>
        Page.EvaluateAsync<string>("() => [...document.querySelectorAll('.card:not([hidden])')].map((card) => card.dataset.name).join()");

    private Task<string> Focused() =>
        Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()");
}
