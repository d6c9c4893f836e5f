using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>What the feed sends is what the page shows, and nothing else is touched.</summary>
public sealed class LiveTests(Chromium chromium) : PageTest(chromium)
{
    private const string Status =
        """{"plain":7.05,"object":{"a":1,"b":{"c":true}},"table":[{"x":1,"y":"one"},{"x":2,"y":"two"}],"still":{"z":"unchanged"}}""";

    [ChromiumFact]
    public async Task A_diff_is_seen_without_a_reload()
    {
        await Baseline(Status);
        await Open();
        await ShouldRead(Card("plain").Locator(".value"), "7.05");
        await ShouldLook("live");
        await ShouldRead(Page.Locator("#health"), "ok");
        await ShouldRead(Page.Locator("#count"), "4");

        await Diff(
            """{"plain":7.1,"object":{"a":2,"b":{"c":false,"d":"new"}},"table":[{"x":1,"y":"one"},{"x":3,"y":"three"}],"late":"here"}""");
        await ShouldRead(Card("plain").Locator(".value"), "7.10");
        await ShouldRead(Card("object").Locator("dl.rows").First.Locator("> div").First, "a2");
        await ShouldSay(Card("object"), "dnew");
        await ShouldRead(Card("table").Locator("tbody tr").Nth(1), "3three");
        await ShouldRead(Card("late").Locator(".value"), "here");
        await ShouldRead(Page.Locator("#count"), "5");
    }

    [ChromiumFact]
    public async Task Only_what_changed_is_drawn_again()
    {
        await Baseline(Status);
        await Open();
        await ShouldRead(Card("still").Locator(".value"), "unchanged");
        await ShouldRead(Card("table").Locator("tbody tr").First, "1one");
        // From here on every change below a card is written down under the panel's name.
        await Page.EvaluateAsync("""
            () => {
              window.touched = [];
              for (const card of document.querySelectorAll('.card')) {
                const note = ({ target }) => window.touched.push(`${card.dataset.name}:${target.textContent}`);
                new MutationObserver((changes) => changes.forEach(note))
                  .observe(card, { subtree: true, childList: true, characterData: true });
              }
            }
            """);
        await Diff("""{"table":[{"x":1,"y":"one"},{"x":2,"y":"TWO"}],"plain":7.05,"still":{"z":"unchanged"}}""");
        await ShouldRead(Card("table").Locator("tbody tr").Nth(1), "2TWO");
        (await Page.EvaluateAsync<string[]>("() => window.touched")).ShouldBe(["table:TWO"]);
    }

    [ChromiumFact]
    public async Task What_changed_lights_up_but_not_for_those_who_want_no_motion()
    {
        await Baseline(Status);
        await Open();
        await ShouldRead(Card("plain").Locator(".value"), "7.05");
        await Diff("""{"plain":8}""");
        await Assertions.Expect(Card("plain").Locator(".value")).ToHaveClassAsync("value flash-a");
        (await Animation()).ShouldBe("flash-a");
        await Diff("""{"plain":9}""");
        await Assertions.Expect(Card("plain").Locator(".value")).ToHaveClassAsync("value flash-b");

        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        (await Animation()).ShouldBe("none");

        Task<string> Animation() => Card("plain").Locator(".value").EvaluateAsync<string>("value => getComputedStyle(value).animationName");
    }

    [ChromiumFact]
    public async Task A_panel_that_is_taken_away_keeps_its_place_for_a_while_and_says_so()
    {
        await Baseline(Status);
        await Open();
        await ShouldRead(Card("plain").Locator(".value"), "7.05");
        await Diff("""{"plain":null}""");
        await ShouldSay(Card("plain").Locator(".source"), "no longer in the feed");
        await ShouldRead(Page.Locator("#count"), "3");
        (await Page.Locator(".card").First.GetAttributeAsync("data-name")).ShouldBe("plain");

        await Diff("""{"plain":1}""");
        await ShouldRead(Card("plain").Locator(".source"), "");
        await ShouldRead(Page.Locator("#count"), "4");
        (await Page.Locator(".card").First.GetAttributeAsync("data-name")).ShouldBe("plain");
    }

    [ChromiumFact]
    public async Task A_baseline_without_panels_is_said_to_be_empty()
    {
        await Baseline("{}");
        await Open();
        await ShouldRead(Page.Locator("#empty"), "The baseline is empty: it has no panels.");
        await Diff("""{"p":1}""");
        await Assertions.Expect(Page.Locator("#empty")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task A_new_baseline_replaces_everything()
    {
        await Baseline(Status);
        await Open();
        await ShouldRead(Card("plain").Locator(".value"), "7.05");
        await Baseline("""{"other":"one","still":{"z":"unchanged"}}""", generation: 2);
        await ShouldRead(Card("other").Locator(".value"), "one");
        await ShouldRead(Page.Locator("#count"), "2");
        await ShouldRead(Page.Locator("#generation"), "2");
    }
}
