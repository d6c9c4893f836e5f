using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using PanelActors.Configuration;
using PanelActors.Hosting;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Hosting;

public sealed class DaemonHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_listens_on_a_free_port_answers_and_stops()
    {
        await using var app = DaemonHost.Build(LoadedConfiguration.Of(Quiet("http://127.0.0.1:0")));

        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.ShouldHaveSingleItem()) };
        using var answer = await client.GetAsync("/health/live");
        await app.StopAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Server.ShouldBeEmpty();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync("/health/live"));
    }

    [Fact]
    public void Faulty_options_are_not_run() =>
        Should.Throw<ArgumentException>(() => DaemonHost.Build(LoadedConfiguration.Of(Settings.Only([]))))
            .Message.ShouldContain("PanelActors:Sources: expected at least one source");

    [Fact]
    public async Task An_address_in_use_is_one_line_that_names_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";

        (await RunAsync(Quiet(url))).ShouldBe(
            (1, $"PanelActors cannot listen on {url}: Failed to bind to address {url}: address already in use.\n"));
    }

    [Fact]
    public async Task An_address_of_another_machine_is_one_line_that_names_it()
    {
        // A documentation address (RFC 5737): no machine has it.
        var configuration = Quiet("http://192.0.2.1:5080");
        configuration["PanelActors:Access:Anonymous:May:0"] = "read";
        var (code, error) = await RunAsync(configuration);

        code.ShouldBe(1);
        error.ShouldStartWith("PanelActors cannot listen on http://192.0.2.1:5080: ");
        error.Count(c => c == '\n').ShouldBe(1);
    }

    [Fact]
    public async Task A_log_setting_that_cannot_be_used_is_one_line()
    {
        var configuration = Quiet("http://127.0.0.1:0");
        configuration["Serilog:WriteTo:0:Name"] = "File";
        configuration["Serilog:WriteTo:0:Args:path"] = Path.Combine(_folder.Path, "x.log");
        configuration["Serilog:WriteTo:0:Args:retainedFileCountLimit"] = "many";

        (await RunAsync(configuration)).ShouldBe((1, "Serilog: The input string 'many' was not in a correct format.\n"));
    }

    [Fact]
    public async Task Cancelling_a_run_ends_it_with_0()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        (await RunAsync(Quiet("http://127.0.0.1:0"), cancelled.Token)).ShouldBe((0, ""));
    }

    [Fact]
    public async Task The_program_logs_once_where_it_listens_and_that_is_the_only_place_and_SIGTERM_ends_it_with_0()
    {
        await using var program = DaemonProcess.Start(_folder.Path, ["--urls", "http://127.0.0.1:0"],
            ("ASPNETCORE_URLS", "http://127.0.0.1:1"), ("ASPNETCORE_HTTP_PORTS", "1"), ("URLS", "http://127.0.0.1:1"),
            ("Kestrel__Endpoints__Other__Url", "http://127.0.0.1:1"));

        var line = await program.LineWithAsync("listens on");
        var url = line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(url + "/health/live"));
        await program.TerminateAsync();
        var (code, output, error) = await program.EndAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (code, error).ShouldBe((0, ""));
        output.ShouldNotContain("listen");
        File.ReadAllText(Directory.GetFiles(Path.Combine(_folder.Path, "logs"), "panelactors-*.log").ShouldHaveSingleItem())
            .ShouldContain($"PanelActors listens on {url}");
    }

    private static IConfigurationRoot Quiet(string url)
    {
        var configuration = Settings.With(
            ("Urls", url), ("Sources:1:Name", null), ("Sources:1:Url", null),
            ("Composites:0:Name", null), ("Composites:0:Members:0", null), ("Composites:0:Members:1", null),
            ("Persistence:Enabled", "false"));
        configuration["Serilog:MinimumLevel"] = "Fatal";
        return configuration;
    }

    private static async Task<(int Code, string Error)> RunAsync(IConfigurationRoot configuration, CancellationToken cancellation = default)
    {
        var error = new StringWriter { NewLine = "\n" };
        return (await DaemonHost.RunAsync(LoadedConfiguration.Of(configuration), error, cancellation), error.ToString());
    }
}
