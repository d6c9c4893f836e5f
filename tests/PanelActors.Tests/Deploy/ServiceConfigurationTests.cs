using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Deploy;

/// <summary>The configuration of the package, read by a daemon that runs as it would as a service.</summary>
public sealed partial class ServiceConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lines_for_the_journal_begin_with_their_priority()
    {
        await using var daemon = DaemonProcess.Start(_folder.Path, ["run", "--config", Configuration()]);
        using var client = await daemon.ClientAsync();
        await RefusedCall(client);

        (await daemon.LineWithAsync("origin")).ShouldStartWith("<4>refused: ");
        await daemon.TerminateAsync();
        var (code, output, error) = await daemon.EndAsync();

        (code, error).ShouldBe((0, ""));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldNotBeEmpty();
        lines.ShouldAllBe(static line => Priority().IsMatch(line));
    }

    [ProgramsTheory("logrotate")]
    [InlineData("deploy/logrotate/panelactors")]
    public async Task The_audit_goes_on_in_the_file_that_logrotate_emptied(string rotation)
    {
        if (OperatingSystem.IsWindows()) return;
        var rules = Moved(Checkout.Read(rotation)).Replace("su panelactors panelactors", Owner(), StringComparison.Ordinal);
        var file = _folder.Write("rotation", rules);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var daemon = DaemonProcess.Start(_folder.Path, ["run", "--config", Configuration()]);
        using var client = await daemon.ClientAsync();
        await RefusedCall(client);
        await daemon.LineWithAsync("refused: ");

        var run = await ProgramRun.Of(_folder.Path, "logrotate", "--force", "--state", "rotation.state", "rotation");
        await RefusedCall(client);
        await daemon.LineWithAsync("refused: ");
        await daemon.TerminateAsync();
        await daemon.EndAsync();

        run.Code.ShouldBe(0, run.Output);
        Who(Path.Combine(_folder.Path, "log", "audit.log.1")).ShouldBe(["unknown"]);
        Who(Path.Combine(_folder.Path, "log", "audit.log")).ShouldBe(["unknown"]);
    }

    private static string Owner() => Environment.IsPrivilegedProcess ? "su root root" : "";

    // What another site's page asks for is refused, and a line of the audit.
    private static async Task RefusedCall(HttpClient client)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, "/api/stores/market/request-full");
        call.Headers.Add("Origin", "http://elsewhere.example");
        using var answer = await client.SendAsync(call);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    private static string[] Who(string file) =>
        [.. File.ReadAllLines(file).Select(static line => (string)JsonNode.Parse(line)!["Properties"]!["Who"]!)];

    private string Configuration() => _folder.Write(
        "panelactors.json",
        Moved(Checkout.Read("deploy/deb/panelactors.json")).Replace("127.0.0.1:5080", "127.0.0.1:0", StringComparison.Ordinal));

    private string Moved(string text) => text.Replace("/var/log/panelactors", Path.Combine(_folder.Path, "log"), StringComparison.Ordinal);

    [GeneratedRegex("^<[23467]>[^ ]")]
    private static partial Regex Priority();
}
