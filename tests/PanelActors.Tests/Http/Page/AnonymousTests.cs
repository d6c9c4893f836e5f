using Microsoft.Playwright;
using PanelActors.Http.Access;

namespace PanelActors.Tests.Http.Page;

/// <summary>The page of a daemon that shows panels without a key, and lets those with one do more.</summary>
[Collection(WaitingPageCollection.Name)]
public sealed class AnonymousTests(Chromium chromium) : PageTest(chromium)
{
    private const string Operator = "pa_operator";

    protected override (string, string)[] Settings =>
    [
        ("Access:Anonymous:May:0", "read"),
        ("Access:Keys:0:Name", "operator"), ("Access:Keys:0:Sha256:0", KeyHash.Of(Operator).ToHex()),
        ("Access:Keys:0:May:0", "read"), ("Access:Keys:0:May:1", "control"),
    ];

    [ChromiumFact]
    public async Task A_reader_logs_in_for_more_and_out_again()
    {
        await Baseline("""{"p":1}""");
        await Open();
        await ShouldLook("live");
        await Assertions.Expect(Page.Locator("#request")).ToBeHiddenAsync();
        await Assertions.Expect(Page.Locator("#who")).ToBeHiddenAsync();
        await Page.Locator("#log-in").ClickAsync();
        await Page.Locator("#login-cancel").ClickAsync();
        await Assertions.Expect(Page.Locator("#login")).ToBeHiddenAsync();

        await Page.Locator("#log-in").ClickAsync();
        await Page.Keyboard.TypeAsync(Operator);
        await Page.Keyboard.PressAsync("Enter");
        await ShouldRead(Page.Locator("#who"), "operator");
        await Assertions.Expect(Page.Locator("#login")).ToBeHiddenAsync();
        await Page.Locator("#request").ClickAsync();
        await ShouldRead(Page.Locator("#answer"), "A new baseline was asked for.");

        await Page.Locator("#log-out").ClickAsync();
        await Assertions.Expect(Page.Locator("#request")).ToBeHiddenAsync();
        await ShouldLook("live");
        await ShouldRead(Card("p").Locator(".value"), "1");
    }
}
