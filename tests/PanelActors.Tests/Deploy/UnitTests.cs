using PanelActors.Hosting.Cli;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Deploy;

/// <summary>The unit of systemd, in which the program that was built stands for the installed one.</summary>
public sealed class UnitTests
{
    private const string Unit = "deploy/systemd/panelactors.service";
    private const string Installed = "/usr/lib/panelactors/panelactors";

    // Tenths: what systemd calls OK ends at 40.
    private const string MostExposure = "--threshold=20";

    [ProgramsTheory("systemd-analyze")]
    [InlineData("", "", "")]
    [InlineData("\nUser=", "\nUsr=", "Unknown key 'Usr'")]
    [InlineData("\nWatchdogSec=30", "\nWatchdogSec=soon", "Failed to parse sec value")]
    public async Task Systemd_understands_every_line(string line, string other, string fault)
    {
        using var folder = new TemporaryFolder();
        var unit = Written(folder, text => line.Length == 0 ? text : text.Replace(line, other, StringComparison.Ordinal));

        var run = await ProgramRun.Of(folder.Path, "systemd-analyze", "verify", "--man=no", unit);

        if (fault.Length > 0) run.Output.ShouldContain(fault);
        else (run.Code, run.Output).ShouldBe((0, ""));
    }

    [ProgramsTheory("systemd-analyze")]
    [InlineData("", 0)]
    [InlineData("ProtectSystem= PrivateDevices= RestrictNamespaces= CapabilityBoundingSet= SystemCallFilter= NoNewPrivileges=", 1)]
    public async Task A_daemon_that_is_broken_into_can_do_little(string without, int code)
    {
        using var folder = new TemporaryFolder();
        var keys = without.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var unit = Written(folder, text => string.Join('\n', text.Split('\n').Where(line => !keys.Any(line.StartsWith))));

        var run = await ProgramRun.Of(folder.Path, "systemd-analyze", "security", "--offline=true", "--no-pager", MostExposure, unit);

        run.Code.ShouldBe(code, run.Output);
        run.Output.ShouldContain("exposure level");
    }

    [Fact]
    public void What_the_daemon_is_made_for_is_asked_of_it()
    {
        var lines = Checkout.Read(Unit).Split('\n');
        lines.ShouldContain("Type=notify");
        lines.ShouldContain("WatchdogSec=30");
        lines.ShouldContain($"ExecStart={Installed} run --config /etc/panelactors/panelactors.json");
        lines.ShouldContain("ExecReload=/bin/kill -HUP $MAINPID");
        lines.ShouldContain("LimitNOFILE=65536");
    }

    private static string Written(TemporaryFolder folder, Func<string, string> edited)
    {
        var built = Path.ChangeExtension(typeof(CommandLine).Assembly.Location, null);
        return folder.Write("panelactors.service", edited(Checkout.Read(Unit)).Replace(Installed, built, StringComparison.Ordinal));
    }
}
