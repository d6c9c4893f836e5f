using Microsoft.Playwright;
using PanelActors.Http.Access;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>
/// What pages of other sites try in a browser that is logged in, over plain HTTP and by names that are not the loopback's.
/// </summary>
[Collection(WaitingPageCollection.Name)]
public sealed class CrossSiteTests(Chromium chromium) : PageTest(chromium)
{
    private const string Key = "pa_operator";
    private const string Own = $"panels.{Chromium.Names}";
    private const string Foreign = $"evil.{Chromium.Names}";

    protected override (string, string)[] Settings =>
    [
        ("AllowedHosts:0", Own),
        ("Access:Keys:0:Name", "operator"), ("Access:Keys:0:Sha256:0", KeyHash.Of(Key).ToHex()),
        ("Access:Keys:0:May:0", "read"), ("Access:Keys:0:May:1", "control"),
    ];

    // What the browser itself refuses is part of what is tried.
    protected override bool IsExpected(string error) =>
        base.IsExpected(error) || error.Contains("has been blocked by CORS policy", StringComparison.Ordinal);

    private int Port => Daemon.Http.BaseAddress!.Port;

    [ChromiumFact]
    public async Task A_foreign_name_that_leads_to_the_daemon_reads_nothing()
    {
        await Baseline("""{"secret":1}""");
        await Open();
        // A page of the attacker would be of this origin, once the name leads to the daemon.
        (await Page.GotoAsync($"http://{Foreign}:{Port}/")).ShouldNotBeNull().Status.ShouldBe(421);
        foreach (var path in new[] { "/", "/api/snapshot", "/api/session", "/api/stores", "/events" })
        {
            var (status, body) = await Ask(path, "{}");
            status.ShouldBe(421, path);
            body.ShouldNotContain("secret");
        }

        (await Ask("/api/session", $$"""{ method: 'POST', body: '{"key":"{{Key}}"}' }""")).Status.ShouldBe(421);
        await Page.GotoAsync("about:blank");
    }

    [ChromiumFact]
    public async Task A_page_of_another_site_changes_nothing_and_reads_nothing_though_the_reader_is_logged_in()
    {
        await Baseline("""{"secret":1}""");
        await Open();
        await Page.GotoAsync($"http://{Own}:{Port}/");
        await Page.GetByLabel("Key", new() { Exact = true }).FillAsync(Key);
        await Page.Keyboard.PressAsync("Enter");
        await ShouldLook("live");
        (await Page.Context.CookiesAsync()).ShouldHaveSingleItem().SameSite.ShouldBe(SameSiteAttribute.Strict);

        await using var site = await ForeignSite.Start(
            "<!doctype html><title>lure</title>"
            + $"<form method='post' action='http://{Own}:{Port}/api/stores/feed/request-full'><button>Win</button></form>");
        await Page.GotoAsync($"http://{Foreign}:{site.Port}/");
        var api = $"http://{Own}:{Port}/api";
        await Page.EvaluateAsync(
            $"() => fetch('{api}/stores/feed/request-full', {{ method: 'POST', mode: 'no-cors', credentials: 'include' }})");
        (await Read($"{api}/snapshot")).ShouldBe("TypeError");
        (await Read($"{api}/session")).ShouldBe("TypeError");
        await Page.GetByRole(AriaRole.Button).ClickAsync();
        await Page.WaitForURLAsync("**/request-full");
        (await Page.ContentAsync()).ShouldContain("403");

        Daemon.Service<PanelActorsMetrics>().Denied[AccessDenials.Origin].ShouldBeGreaterThanOrEqualTo(2);
        Daemon.State.Need.IsNeeded.ShouldBeFalse();
        // The reader's session is as it was.
        await Page.GotoAsync($"http://{Own}:{Port}/");
        await ShouldLook("live");
        await Page.GotoAsync("about:blank");
    }

    private async Task<(int Status, string Body)> Ask(string path, string options)
    {
        var answer = await Page.EvaluateAsync<string[]>(
            $"async () => {{ const answer = await fetch('{path}', {options}); return [String(answer.status), await answer.text()]; }}");
        return (int.Parse(answer[0], System.Globalization.CultureInfo.InvariantCulture), answer[1]);
    }

    private Task<string> Read(string url) => Page.EvaluateAsync<string>(
        $"() => fetch('{url}', {{ credentials: 'include' }}).then((answer) => answer.text(), (error) => error.name)");
}
