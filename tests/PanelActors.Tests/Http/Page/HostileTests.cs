using System.Text.Json;
using Microsoft.Playwright;

namespace PanelActors.Tests.Http.Page;

/// <summary>Whatever a feed sends is text, and bounded.</summary>
public sealed class HostileTests(Chromium chromium) : PageTest(chromium)
{
    private const string Markup = "<img src=x onerror=\"window.owned=true\"><script>window.owned=true</script>&amp;</textarea>";

    [ChromiumFact]
    public async Task Markup_is_shown_as_text_in_every_place()
    {
        var json = JsonSerializer.Serialize(Markup);
        await Baseline(
            $$"""{ {{json}}: {{json}}, "rows": { {{json}}: {{json}} }, "list": [ {{json}} ], """
            + $$""" "table": [ { {{json}}: {{json}} }, { {{json}}: 1 } ], "named": { {{json}}: { "a": 1 }, "b": { "a": 2 } } }""");
        await Send("severity_counts", $$"""{"counts":{ {{json}}: 1 } }""");
        await Send(
            "severity_state",
            $$"""{"alert_type":{{json}},"active":{{json}},"reasons":[{{json}}],"""
            + $$""" "alert":{"index":{{json}} },"last_change_cycle":{{json}} }""");
        await Send(
            "followup_alert", $$"""{"alert":{"type":{{json}},"index":{{json}},"severity":{{json}},"message":{{json}} },"ts":1690000000}""");
        await Open();
        await ShouldRead(Page.Locator(".card").First.Locator("h3"), Markup);
        await ShouldRead(Page.Locator(".card").First.Locator(".value"), Markup);
        await ShouldRead(Card("rows").Locator("dt"), Markup);
        await ShouldRead(Card("rows").Locator(".value"), Markup);
        await ShouldRead(Card("list").Locator("li"), Markup);
        await ShouldRead(Card("table").Locator("th"), Markup);
        await ShouldRead(Card("named").Locator("tbody th").First, Markup);
        await ShouldSay(Page.Locator("#alerts"), Markup);
        await ShouldRead(Page.Locator("#followups p"), Markup);
        await ShouldSay(Page.Locator("#levels"), Markup.ToUpperInvariant());

        await Page.Locator("#search").FillAsync(Markup);
        await ShouldSay(Page.Locator("#found"), " match");
        await Page.Locator("#search").FillAsync("");
        await Page.Locator(".card").First.GetByTitle("Raw JSON").ClickAsync();
        await ShouldRead(Page.Locator("#raw-title"), Markup);
        await ShouldSay(Page.Locator("#raw-text"), "<img src=x");
        (await Page.EvaluateAsync<int>("() => document.querySelectorAll('.card img, .severity img, dialog img, main script').length"))
            .ShouldBe(0);
        (await Page.EvaluateAsync<bool>("() => window.owned === undefined")).ShouldBeTrue();
    }

    [ChromiumFact]
    public async Task Names_that_mean_something_to_the_language_are_names()
    {
        await Baseline(
            """{"__proto__":{"a":1},"constructor":{"prototype":2},"o":{"__proto__":{"x":1},"toString":"text","hasOwnProperty":1}}""");
        await Open();
        await ShouldRead(Page.Locator("#count"), "3");
        await ShouldRead(Card("__proto__"), "__proto__a1");
        await Diff("""{"__proto__":{"a":2},"o":{"__proto__":{"x":2,"y":3},"valueOf":4}}""");
        await ShouldRead(Card("__proto__"), "__proto__a2");
        await ShouldSay(Card("o"), "__proto__x2y3");
        await ShouldSay(Card("o"), "toStringtext");
        await ShouldSay(Card("o"), "valueOf4");
        await Diff("""{"o":{"__proto__":null,"constructor":null}}""");
        await Assertions.Expect(Card("o")).Not.ToContainTextAsync("__proto__");
        (await Page.EvaluateAsync<bool>("() => ({}).x === undefined && ({}).a === undefined")).ShouldBeTrue();
    }

    [ChromiumFact]
    public async Task What_is_too_much_to_draw_is_counted()
    {
        var rows = string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""{"i":{{i}},"j":1}"""));
        var wide = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"k{i}\":{i}"));
        var deep = string.Concat(Enumerable.Repeat("{\"d\":", 50)) + "1" + new string('}', 50);
        var (text, numbers) = (new string('x', 1_000_000), string.Join(',', Enumerable.Range(0, 2000)));
        await Baseline(
            $$"""{"rows":[{{rows}}],"wide":{ {{wide}} },"columns":[{ {{wide}} },{ {{wide}} }],"""
            + $$""" "deep":{{deep}},"long":"{{text}}","numbers":[{{numbers}}]}""");
        await Open();
        await ShouldRead(Card("rows").Locator(".more"), "and 4900 more rows");
        await ShouldRead(Card("wide").Locator(".more"), "and 200 more");
        await ShouldRead(Card("columns").Locator(".more"), "and 284 more columns");
        await ShouldRead(Card("numbers").Locator(".more"), "and 1900 more");
        await ShouldSay(Card("long"), "(998000 more characters)");
        await ShouldSay(Card("deep"), "{1 key}");
        (await Page.EvaluateAsync<int>("() => document.querySelectorAll('.card *').length")).ShouldBeLessThan(10_000);

        await Card("long").GetByTitle("Raw JSON").ClickAsync();
        await ShouldSay(Page.Locator("#raw-note"), "The first 200000 characters");
    }

    [ChromiumFact]
    public async Task More_panels_than_anybody_reads_are_counted()
    {
        await Baseline($$"""{ {{string.Join(',', Enumerable.Range(0, 1500).Select(i => $"\"p{i}\":{i}"))}} }""");
        await Open();
        await ShouldRead(Page.Locator("#count"), "1500");
        await ShouldRead(Page.Locator("#found"), "500 more are not drawn.");
        await Page.Locator("#search").FillAsync("p1499");
        await Assertions.Expect(Card("p1499")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_long_number_stays_on_its_line_and_can_be_read_whole()
    {
        const string Long = "123456789012345678901234567890123456789012345678901234567890";
        await Baseline($$"""{"alone":{{Long}},"row":{"n":{{Long}}},"table":[{"n":{{Long}}},{"n":2}]}""");
        await Open();
        foreach (var name in new[] { "alone", "row", "table" })
        {
            var number = Card(name).Locator(".value").First;
            await ShouldRead(number, Long);
            await Assertions.Expect(number).ToHaveAttributeAsync("title", Long);
            (await number.EvaluateAsync<bool>(
                """
                number => number.offsetHeight < 40
                  && number.getBoundingClientRect().right <= number.closest('.card').getBoundingClientRect().right
                """)).ShouldBeTrue(name);
        }
    }

    [ChromiumFact]
    public async Task Odd_letters_stay_in_their_place()
    {
        await Baseline(
            """{"مرحبا":"\u202Eשלום\u202C","emoji 👩‍👩‍👧":"\u0000\u0007\uFEFF","":"no name","""
            + """ "line\nbreak":{"":"empty","\u200b":1}}""");
        await Open();
        await ShouldRead(Page.Locator("#count"), "4");
        await ShouldRead(Card("مرحبا").Locator("h3"), "مرحبا");
        await ShouldSay(Card("").Locator("h3"), "(no name)");
        await ShouldRead(Card("مرحبا").Locator(".value"), "‹U+202E›שלום‹U+202C›");
        await ShouldRead(Card("emoji 👩‍👩‍👧").Locator(".value"), "‹U+0000›‹U+0007›‹U+FEFF›");
        await ShouldSay(Page.Locator(".card").Last, "‹U+200B›1");
        await Card("مرحبا").GetByTitle("Raw JSON").ClickAsync();
        await ShouldRead(Page.Locator("#raw-text"), "\"\\u202eשלום\\u202c\"");
        await Page.Keyboard.PressAsync("Escape");
        await ShouldLook("live");
        (await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
    }
}
