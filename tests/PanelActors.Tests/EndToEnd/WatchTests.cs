using System.Diagnostics;
using PanelActors.Hosting.Cli;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The command <c>watch</c> over a daemon, in text and in a terminal.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private Daemon _daemon = null!;
    private ScriptedConnection _feed = null!;

    private string Url => _daemon.Http.BaseAddress!.ToString();

    public async Task InitializeAsync()
    {
        _daemon = await Daemon.Start(
            ("Sources:0:Name", "feed"), ("Sources:0:Url", _upstream.Url.ToString()),
            ("Composites:0:Name", "all"), ("Composites:0:Members:0", "feed"), ("Composites:0:Merge", "namespace"), ("Default", "feed"));
        _feed = await _upstream.NextStream();
        await _feed.Send(Sse.Full(1, 1, """{"loop":{"cycle":1},"other":{"name":"x"}}"""));
        await _daemon.Until(state => state.Status is not null, "the baseline");
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _feed.Dispose();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("no", "has no store 'no'.")]
    public async Task A_store_that_is_not_there_is_one_line_and_exit_code_1(string store, string end)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        (await CommandLine.InvokeAsync(["watch", "--url", Url, "--store", store], output, error)).ShouldBe(1);
        (output.ToString(), error.ToString().Trim()).ShouldBe(("", $"PanelActors at {Url.TrimEnd('/')} {end}"));
    }

    [Fact]
    public async Task A_zone_that_there_is_not_is_one_line_and_exit_code_1()
    {
        var error = new StringWriter();
        (await CommandLine.InvokeAsync(["watch", "--url", Url, "--zone", "Mars/Olympus"], new StringWriter(), error)).ShouldBe(1);
        error.ToString().ShouldContain("Option '--zone' expects local, utc, exchange, or the name of a time zone such as Europe/Paris.");
    }

    [Fact]
    public async Task Where_nothing_answers_that_is_one_line_and_exit_code_1()
    {
        var error = new StringWriter();
        var port = _upstream.Port;
        await _upstream.DisposeAsync();
        (await CommandLine.InvokeAsync(["watch", "--url", $"http://127.0.0.1:{port}"], new StringWriter(), error)).ShouldBe(1);
        error.ToString().Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith($"Nothing usable answers at http://127.0.0.1:{port}: ");
    }

    [Fact]
    public async Task Where_the_output_is_not_a_terminal_it_is_plain_text_until_it_is_stopped()
    {
        var (text, error) = (new StringWriter(), new StringWriter());
        var output = TextWriter.Synchronized(text);
        using var stop = new CancellationTokenSource();
        var watching = CommandLine.InvokeAsync(["watch", "--url", Url], output, error, stop.Token);
        await Until(Written, "feed health ok");
        await _feed.Send(
            Sse.Diff(2, 1, """{"loop":{"cycle":2}}""") + Sse.Envelope(3, "followup_alert", """{"message":"look\u001b[2J","ts":5}"""));
        await Until(Written, "feed follow-up INFO Follow-up: look\uFFFD[2J");
        await Until(Written, ": loop");
        await stop.CancelAsync();
        (await watching, error.ToString()).ShouldBe((0, ""));
        Written().ShouldNotContain('\u001b');

        string Written()
        {
            // What the writer itself locks.
            lock (output) return text.ToString();
        }
    }

    [TmuxFact]
    public async Task In_a_terminal_it_shows_the_panels_and_q_gives_the_terminal_back()
    {
        await using var terminal = await TmuxTerminal.Open();
        await terminal.Run($"watch --url {Url} --store feed");
        var screen = await terminal.Until("── loop");
        screen.Split('\n')[0].ShouldStartWith(" feed  ● ");
        (await terminal.Modes()).ShouldBe((true, false));
        await _feed.Send(Sse.Diff(2, 1, """{"loop":{"cycle":4711}}"""));
        await terminal.Until("4711");

        await terminal.Keys("/", "o", "t", "h", "Enter");
        await terminal.Until(static shown => HasPanel(shown, "other") && !HasPanel(shown, "loop"), "the filter");
        await terminal.Keys("Escape");
        await terminal.Until("── loop");
        await terminal.Keys("Tab");
        await terminal.Until(" all  ● ");
        await terminal.Keys("s", "k", "Enter");
        await terminal.Until(" feed  ● ");
        await terminal.Keys("p");
        await terminal.Until("PAUSED");

        await terminal.Keys("q");
        (await terminal.Until("exit=0")).ShouldContain("before");
        (await terminal.Modes()).ShouldBe((false, true));
    }

    [TmuxFact]
    public async Task Without_a_name_it_begins_with_all_stores_opens_one_and_comes_back()
    {
        await using var terminal = await TmuxTerminal.Open();
        await terminal.Run($"watch --url {Url} --zone exchange");
        var screen = await terminal.Until("all 2 stores are ok");
        screen.Split('\n')[1].ShouldEndWith("Asia/Kolkata");
        await terminal.Until("of ● feed ok");
        await terminal.Keys("End");
        await terminal.Until(static shown => Chosen(shown).StartsWith("► ● all ", StringComparison.Ordinal), "the last store");
        await terminal.Keys("Home");
        await terminal.Until(static shown => Chosen(shown).StartsWith("► ● feed ", StringComparison.Ordinal), "the first store");
        await terminal.Keys("Enter");
        await terminal.Until("── loop");
        await terminal.Keys("t");
        (await terminal.Until("INFO connection")).Split('\n')[1].ShouldStartWith(" history  ");
        await terminal.Keys("z");
        await terminal.Until("local (");
        await terminal.Keys("BSpace");
        await terminal.Until("── loop");
        await terminal.Keys("Escape");
        await terminal.Until("all 2 stores are ok");
        await terminal.Resize(40, 12);
        await terminal.Until(
            static shown => Chosen(shown).Length > 0 && shown.Split('\n')[11].StartsWith(" q quit", StringComparison.Ordinal),
            "the narrow window");
        await _feed.Send(Sse.Diff(2, 1, """{"loop":{"cycle":4711}}"""));
        await terminal.Keys("Enter");
        await terminal.Until("4711");
        await terminal.Keys("q");
        (await terminal.Until("exit=0")).ShouldContain("before");
        (await terminal.Modes()).ShouldBe((false, true));

        static string Chosen(string shown) => Array.Find(shown.Split('\n'), static line => line.StartsWith('►')) ?? "";
    }

    [TmuxFact]
    public async Task It_follows_the_size_of_the_window()
    {
        await using var terminal = await TmuxTerminal.Open();
        await terminal.Run($"watch --url {Url} --store feed");
        (await terminal.Until("── loop")).Split('\n')[23].ShouldStartWith(" q quit");
        await terminal.Resize(100, 30);
        await terminal.Until(
            static shown => shown.Split('\n') is { Length: > 29 } lines && lines[29].StartsWith(" q quit", StringComparison.Ordinal)
            && lines[0].Length > 90, "the new size");
    }

    [TmuxFact]
    public async Task A_terminal_that_does_not_know_its_size_counts_as_a_usual_one()
    {
        await using var terminal = await TmuxTerminal.Open();
        await terminal.Keys("stty rows 0 cols 0", "Enter");
        await terminal.Run($"watch --url {Url} --store feed");
        (await terminal.Until("── loop")).Split('\n')[23].ShouldStartWith(" q quit");
    }

    [TmuxFact]
    public async Task Ctrl_C_gives_the_terminal_back()
    {
        await using var terminal = await TmuxTerminal.Open();
        await terminal.Run($"watch --url {Url} --store feed");
        await terminal.Until("── loop");
        await terminal.Keys("C-c");
        (await terminal.Until("exit=0")).ShouldContain("before");
        (await terminal.Modes()).ShouldBe((false, true));
    }

    [TmuxFact]
    public async Task So_does_SIGTERM()
    {
        await using var terminal = await TmuxTerminal.Open();
        await terminal.Run($"watch --url {Url} --store feed");
        await terminal.Until("── loop");
        using var list = Process.Start(
            new ProcessStartInfo("pgrep", ["-f", "--", $"watch --url {Url}"]) { RedirectStandardOutput = true })!;
        var processes = (await list.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var kill = Process.Start("kill", ["-TERM", processes.ShouldHaveSingleItem()]);
        await kill.WaitForExitAsync();
        await terminal.Until("exit=");
        (await terminal.Modes()).ShouldBe((false, true));
    }

    [TmuxFact]
    public async Task A_pipe_gets_plain_text_and_ends_it_by_closing()
    {
        await using var terminal = await TmuxTerminal.Open(120);
        await terminal.Run($"watch --url {Url} | head -n 2 | cat -v");
        await _feed.Send(Sse.Diff(2, 1, """{"loop":{"cycle":2}}"""));
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        var screen = "";
        for (var i = 3; !screen.Contains("exit=0", StringComparison.Ordinal); i++)
        {
            // A closed pipe is noticed by a write into it.
            await _feed.Send(Sse.Diff(i, 1, $$$"""{"loop":{"cycle":{{{i}}}}}"""));
            await Task.Delay(50, patience.Token);
            screen = await terminal.Screen();
        }

        screen.ShouldContain("feed connected");
        screen.ShouldNotContain("^[");
    }

    private static bool HasPanel(string shown, string name) => shown.Contains($"── {name}", StringComparison.Ordinal);

    private static async Task Until(Func<string> written, string part)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!written().Contains(part, StringComparison.Ordinal))
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"Never {part} in\n{written()}");
            await Task.Delay(10);
        }
    }
}
