using System.Net;
using System.Net.Sockets;
using PanelActors.Configuration;
using PanelActors.Hosting.Cli;
using PanelActors.Http.Access;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Hosting.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_says_OK_for_the_shipped_file()
    {
        var file = Settings.Shipped("panelactors.json");

        // Port 0 is never in use.
        (await InvokeAsync("check", "--config", file, "--urls", "http://127.0.0.1:0")).ShouldBe(
            (0, $"OK: {file}; 1 source, 0 composites, default store market, listening on http://127.0.0.1:0\n", ""));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("*")]
    public async Task Check_warns_of_a_port_that_is_in_use(string host)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{host}:{((IPEndPoint)other.LocalEndpoint).Port}";

        var file = _folder.Write(
            "x.json", """{ "PanelActors": { "Access": {}, "Sources": [{ "Name": "a", "Url": "simulator:" }] } }""");
        var (code, output, error) = await InvokeAsync("check", "--config", file, "--urls", url);

        (code, error).ShouldBe((0, ""));
        output.ShouldEndWith($"Warning: PanelActors:Urls: {url} cannot be listened on now: the port is in use\n");
    }

    [Theory]
    [InlineData("http://*:1", 1)]
    [InlineData("http://0.0.0.0:1", 1)]
    [InlineData("http://192.0.2.1:1", 1)]
    [InlineData("http://[::]:1", 1)]
    [InlineData("http://127.0.0.1:1;http://*:2", 1)]
    [InlineData("http://127.0.0.1:1;http://[::1]:1;http://localhost:2", 0)]
    public async Task Beyond_loopback_a_start_without_access_is_refused_with_the_two_ways_out(string urls, int exit)
    {
        var (code, _, error) = await InvokeAsync("check", "--config", Settings.Shipped("panelactors.json"), "--urls", urls);

        code.ShouldBe(exit);
        if (exit == 0) return;
        error.ShouldStartWith("PanelActors:Access: expected an Access section, since Urls listens beyond loopback.");
        error.ShouldContain("panelactors key");
        error.ShouldContain("\"Anonymous\"");
        error.Count(static c => c == '\n').ShouldBe(1);
    }

    [Fact]
    public async Task A_key_is_printed_once_with_its_entry_which_accepts_it()
    {
        var (code, output, error) = await InvokeAsync("key", "--name", "wall", "--may", "read", "--may", "metrics");

        (code, error).ShouldBe((0, ""));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var file = _folder.Write(
            "key.json",
            $$"""{ "PanelActors": { "Access": { "Keys": [ {{lines[^1]}} ] }, "Sources": [{ "Name": "a", "Url": "simulator:" }] } }""");
        var options = LoadedConfiguration.Load(new() { File = file }).Checked.Options;
        options.Access!.Keys.ShouldHaveSingleItem().May.ShouldBe(["read", "metrics"]);
        options.Access.Keys[0].Sha256.ShouldBe([KeyHash.Of(lines[0]).ToHex()]);
        (await InvokeAsync("key")).Output.ShouldNotContain(lines[0]);
        (await InvokeAsync("key", "--name", "a b")).Code.ShouldBe(1);
        (await InvokeAsync("key", "--may", "fly")).Code.ShouldBe(1);
    }

    [Fact]
    public async Task A_misspelt_section_is_found_with_its_likely_name_and_what_belongs_to_others_is_let_be()
    {
        var file = _folder.Write("x.json",
            """
            { "$schema": "s", "//": "note", "_old": { "PanelActor": 1 }, "AllowedHosts": "*", "Logging": { "LogLevel": {} },
              "kestrel": { "Limits": {}, "Certifcates": {"a": 1} },
              "PanelActors": { "Sources": [{ "Name": "a", "Url": "simulator:", "Freshness": { "StaleAftr": "00:01:00" } }] },
              "PanelActor": { "Urls": "http://127.0.0.1:0" }, "Serlog": { "MinimumLevel": "Debug" }, "Serilog": { "WritTo": ["Console"] } }
            """);

        var (code, output, error) = await InvokeAsync("check", "--config", file);

        (code, output).ShouldBe((1, ""));
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "PanelActor: expected a known section; did you mean PanelActors?",
            "Serlog: expected a known section; did you mean Serilog?",
            "Serilog:WritTo: expected a known section; did you mean WriteTo?",
            "kestrel:Certifcates: expected a known section; did you mean Certificates?",
            "PanelActors:Sources:0:Freshness:StaleAftr: expected a known key; did you mean StaleAfter?",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_slip_in_the_environment_is_a_warning()
    {
        await using var program = DaemonProcess.Start(_folder.Path, ["check", "--urls", "http://127.0.0.1:0"],
            ("PANELACTOR__Limits__MaxDepth", "7"), ("PANELACTORS_TEST", "x"), ("OTHERS__KEY", "y"));

        var (code, output, error) = await program.EndAsync();

        (code, error).ShouldBe((0, ""));
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].ShouldBe(
            ["Warning: PANELACTOR__Limits__MaxDepth in the environment has no effect; did you mean PANELACTORS__...?"]);
    }

    [Fact]
    public async Task An_output_of_a_store_that_the_command_line_replaced_says_so()
    {
        var file = _folder.Write("x.json",
            """
            { "PanelActors": { "Sources": [{ "Name": "market", "Url": "simulator:" }],
                               "Outputs": { "Files": [{ "Store": "market", "Path": "x.out" }] } } }
            """);

        (await InvokeAsync("check", "--config", file, "--source", "other=simulator:")).ShouldBe((1, "",
            "PanelActors:Outputs:Files:0:Store: 'market' is not allowed; expected one of other: "
                + "--source replaces the configured sources and composites\n"));
    }

    [Fact]
    public async Task Check_prints_warnings_and_still_says_OK()
    {
        var file = _folder.Write("x.json",
            """{ "PanelActors": { "Sources": [{ "Name": "a", "Url": "simulator:" }], "Freshness": { "StaleAfter": "00:00:20" } } }""");

        var (code, output, error) = await InvokeAsync("check", "--config", file);

        (code, error).ShouldBe((0, ""));
        output.ShouldContain(
            "Warning: PanelActors:Sources:0: 'a' may wait up to 00:00:30 for its next connection (MaxBackoff) "
                + "but is stale after 00:00:20 (StaleAfter)\n");
    }

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    [InlineData("snapshot")]
    public async Task Faults_are_one_line_each_on_stderr(string command)
    {
        var file = _folder.Write("x.json",
            """{ "PanelActors": { "Sources": [{ "Name": "a", "Url": "foo" }], "Limits": { "MaxDepth": "x" }, "Relays": 1 } }""");

        (await InvokeAsync(command, "--config", file)).ShouldBe((1, "",
            """
            PanelActors:Limits:MaxDepth: 'x' is not allowed; expected a whole number
            PanelActors:Relays: expected a known key; did you mean Relay?
            PanelActors:Sources:0:Url: 'foo' is not allowed; expected an absolute http or https URL, simulator:, or replay:FILE

            """));
    }

    [Fact]
    public async Task A_file_that_is_missing_or_no_JSON_is_one_line()
    {
        var bad = _folder.Write("bad.json", "{\n  nonsense\n}");

        (await InvokeAsync("--config", "/nowhere/x.json")).ShouldBe((1, "", "The configuration file /nowhere/x.json does not exist.\n"));
        (await InvokeAsync("run", "--config", bad)).ShouldBe(
            (1, "", $"The configuration file {bad} cannot be used: it is no JSON at line 2, position 3\n"));
    }

    [Fact]
    public async Task Sources_of_the_command_line_are_checked_and_their_secrets_not_shown()
    {
        var (code, output, error) = await InvokeAsync("check", "--config", Settings.Shipped("panelactors.json"),
            "--source", "a=http://127.0.0.1/events?x=1", "--source", "b=http://u:secret@h/");

        (code, output, error).ShouldBe((1, "",
            "PanelActors:Sources:1:Url: expected a URL without user and password; put them into Headers, "
                + "or better into a file that HeaderFiles names (Authorization)\n"));
    }

    [Theory]
    [InlineData("check", "--source", "http://u:secret@h/", "Option '--source' expects NAME=URL.")]
    [InlineData("snapshot", "--url", "secret", "Option '--url' expects an absolute http or https URL.")]
    [InlineData("watch", "--url", "http://u:secret@h/", "Option '--url' takes no user and password in its URL.")]
    [InlineData("run", "--urls", null, "Required argument missing for option: '--urls'.")]
    [InlineData("--nonsense", null, null, "Unrecognized command or argument '--nonsense'.")]
    public async Task A_wrong_option_is_reported_with_the_usage(string first, string? second, string? third, string message)
    {
        var (code, output, error) = await InvokeAsync([.. new[] { first, second, third }.OfType<string>()]);

        code.ShouldBe(1);
        error.ShouldStartWith(message);
        (output + error).ShouldContain("Usage:");
        (output + error).ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("", "--config", "--urls", "--source", "run", "check", "snapshot", "--version")]
    [InlineData("run", "--config", "--urls", "--source")]
    [InlineData("check", "--config", "--urls", "--source")]
    [InlineData("snapshot", "--config", "--url", "--store", "--key-file", "--ca-file")]
    public async Task Help_names_every_option(string command, params string[] options)
    {
        var (code, output, error) = await InvokeAsync(command.Length == 0 ? ["--help"] : [command, "--help"]);

        (code, error).ShouldBe((0, ""));
        foreach (var option in options)
            output.ShouldMatch($"(?m)^  {option}[ ,]");
    }

    [Fact]
    public async Task The_version_is_one_line_alone_and_without_a_commit()
    {
        var (code, output, error) = await InvokeAsync("--version");

        (code, error).ShouldBe((0, ""));
        output.ShouldMatch(@"\A\d+\.\d+\.\d+[-.\w]*\n\z");
    }

    [Fact]
    public async Task The_program_lays_the_environment_over_the_file_of_its_working_directory()
    {
        _folder.Write("config/panelactors.json", """{ "PanelActors": { "Sources": [{ "Name": "a", "Url": "http://h/" }] } }""");
        await using var program = DaemonProcess.Start(_folder.Path, ["check"],
            ("PANELACTORS__Sources__0__Name", "b"), ("PANELACTORS__Urls", "http://[::1]:81"), ("http_proxy", "x"), ("HTTP_PROXY", "y"));

        (await program.EndAsync()).ShouldBe(
            (0, $"OK: {_folder.Path}/config/panelactors.json; "
                + "1 source, 0 composites, default store b, listening on http://[::1]:81\n", ""));
    }

    [Fact]
    public async Task The_program_ends_with_1_and_a_line_for_a_bad_configuration()
    {
        await using var program = DaemonProcess.Start(_folder.Path, [], ("PANELACTORS__Limits__MaxDepth", "1000"));

        (await program.EndAsync()).ShouldBe((1, "", "PanelActors:Limits:MaxDepth: '1000' is not allowed; expected 1 to 512\n"));
    }

    private static async Task<(int Code, string Output, string Error)> InvokeAsync(params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await CommandLine.InvokeAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
