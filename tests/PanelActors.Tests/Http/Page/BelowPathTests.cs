using Microsoft.Playwright;
using PanelActors.Hosting.Cli;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>The page, and the other clients, where the daemon stands below a path behind a proxy.</summary>
public sealed class BelowPathTests(Chromium chromium) : PageTest(chromium)
{
    [ChromiumFact]
    public async Task Everything_works_below_a_path_behind_a_proxy()
    {
        await Baseline("""{"p":1}""");
        await using var proxy = await PathProxy.Start(Daemon.Http.BaseAddress!, "/below/panels");
        await Open();
        await ShouldRead(Page.Locator("#relay"), "this tab");

        // Another daemon could stand at the root of the same host: its tabs are not these ones' and its choices neither.
        var elsewhere = new List<string>();
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(proxy.Url.ToString(), StringComparison.Ordinal)) elsewhere.Add(request.Url);
        };
        await Page.GotoAsync(proxy.Url.ToString());
        await ShouldLook("live");
        await ShouldRead(Card("p").Locator(".value"), "1");
        await ShouldRead(Page.Locator("#connection"), "open");
        await Diff("""{"p":2}""");
        await ShouldRead(Card("p").Locator(".value"), "2");
        await Card("p").GetByRole(AriaRole.Button, new() { Name = "Pin p" }).ClickAsync();
        (await Page.EvaluateAsync<string>("() => Object.keys(localStorage).join()")).ShouldBe("panelactors:/below/panels/");
        await Page.Locator("#request").ClickAsync();
        await ShouldRead(Page.Locator("#answer"), "A new baseline was asked for.");
        foreach (var link in await Page.Locator("footer a").AllAsync())
        {
            var address = await link.EvaluateAsync<string>("link => link.href");
            address.ShouldStartWith(proxy.Url.ToString());
            using var answer = await Daemon.Http.GetAsync(address);
            answer.IsSuccessStatusCode.ShouldBeTrue(address);
        }

        elsewhere.ShouldBeEmpty();
        await Page.GotoAsync("about:blank");
    }

    [Fact]
    public async Task The_commands_reach_a_daemon_below_a_path()
    {
        await Baseline("""{"p":1}""");
        await using var proxy = await PathProxy.Start(Daemon.Http.BaseAddress!, "/below/panels");
        var (output, error) = (new StringWriter(), new StringWriter());
        (await CommandLine.InvokeAsync(["snapshot", "--url", proxy.Url.ToString().TrimEnd('/'), "--store", "feed"], output, error))
            .ShouldBe(0, error.ToString());
        output.ToString().ShouldStartWith("""{"p":1,""");

        using var text = new StringWriter();
        using var stop = new CancellationTokenSource(ScriptedUpstream.Patience);
        var watching = CommandLine.InvokeAsync(
            ["watch", "--url", proxy.Url.ToString()], new StopAt(text, "health ok", stop), error, stop.Token);
        (await watching).ShouldBe(0, error.ToString());
        text.ToString().ShouldContain("feed health ok");
    }

    private sealed class StopAt(StringWriter inner, string part, CancellationTokenSource stop) : StringWriter
    {
        public override async Task WriteLineAsync(string? value)
        {
            await inner.WriteLineAsync(value);
            if (value?.Contains(part, StringComparison.Ordinal) == true) await stop.CancelAsync();
        }
    }
}
