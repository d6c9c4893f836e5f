using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PanelActors.Hosting.Cli;
using PanelActors.Watch;

namespace PanelActors.Tests.Hosting.Cli;

public sealed class SnapshotClientTests : IAsyncLifetime
{
    private const string Snapshot = """{"indices":{"name":"Grün ✓"}}""";

    private readonly WebApplication _daemon = CreateDaemon();

    private Uri Url => new(_daemon.Urls.Single());

    public Task InitializeAsync() => _daemon.StartAsync();

    public async Task DisposeAsync() => await _daemon.DisposeAsync();

    [Theory]
    [InlineData(null, 0, Snapshot + "\n", "")]
    [InlineData("market", 0, "market\n", "")]
    [InlineData("a b/..", 0, "a b/..\n", "")]
    [InlineData("nope", 1, "", "PanelActors at {0} has no store 'nope'.\n")]
    [InlineData("broken", 1, "", "PanelActors at {0} answered 500 Internal Server Error.\n")]
    public async Task It_prints_what_the_daemon_answers_or_one_line(string? store, int code, string output, string error)
    {
        var place = Url.GetLeftPart(UriPartial.Authority);

        (await PrintAsync(Url, store)).ShouldBe((code, output, error.Replace("{0}", place, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_command_prints_the_snapshot_of_the_given_daemon()
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });

        var code = await CommandLine.InvokeAsync(["snapshot", "--url", Url.ToString(), "--store", "market"], output, error);

        (code, output.ToString(), error.ToString()).ShouldBe((0, "market\n", ""));
    }

    [Fact]
    public async Task A_daemon_that_does_not_answer_is_one_line()
    {
        var place = Url.GetLeftPart(UriPartial.Authority);

        (await PrintAsync(Url, "silent", TimeSpan.FromMilliseconds(1)))
            .ShouldBe((1, "", $"PanelActors at {place} did not answer within 0.001 s.\n"));
    }

    [Fact]
    public async Task Nothing_that_listens_is_one_line()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var url = new Uri($"http://{closed.LocalEndpoint}");
        closed.Stop();

        var (code, output, error) = await PrintAsync(url, null);

        (code, output).ShouldBe((1, ""));
        error.ShouldStartWith($"Nothing usable answers at {url.GetLeftPart(UriPartial.Authority)}: ");
        error.Count(c => c == '\n').ShouldBe(1);
    }

    private static WebApplication CreateDaemon()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/api/snapshot", () => Snapshot);
        app.MapGet("/api/stores/{name}/snapshot", async (string name, HttpContext context) =>
        {
            switch (name)
            {
                case "silent":
                    await Task.Delay(Timeout.Infinite, context.RequestAborted);
                    break;
                case "nope" or "broken":
                    context.Response.StatusCode = name == "nope" ? 404 : 500;
                    break;
                default:
                    await context.Response.WriteAsync(Uri.UnescapeDataString(name));
                    break;
            }
        });
        return app;
    }

    private static async Task<(int Code, string Output, string Error)> PrintAsync(Uri daemon, string? store, TimeSpan? timeout = null)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await SnapshotClient.PrintAsync(new DaemonAddress(daemon), store, output, error, CancellationToken.None, timeout);
        return (code, output.ToString(), error.ToString());
    }
}
