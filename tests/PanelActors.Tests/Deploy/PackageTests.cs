using System.Text.RegularExpressions;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Deploy;

/// <summary>
/// The package around the daemon, as far as it can be looked at without a published one; <c>deploy/deb/test.sh</c> installs it.
/// </summary>
public sealed partial class PackageTests
{
    private static readonly string[] Files =
    [
        "/etc/panelactors/panelactors.json", "/etc/logrotate.d/panelactors", "/usr/bin/panelactors", "/usr/lib/panelactors/panelactors",
        "/usr/lib/systemd/system/panelactors.service", "/usr/share/panelactors/prometheus/alerts.yml",
        "/usr/share/panelactors/grafana/panelactors.json", "/usr/share/doc/panelactors/operations.md",
    ];

    public static TheoryData<string> Scripts =>
        [.. Directory.EnumerateFiles(Checkout.At("deploy/deb")).Where(static file => FirstLine(file).StartsWith("#!"))
            .Select(static file => Path.GetFileName(file))];

    [Fact]
    public void The_package_is_tested_with_every_change_and_built_with_every_release()
    {
        Checkout.Read(".ci/run").ShouldContain("\ndeploy/deb/test.sh || code=1\n");
        Checkout.Read(".github/workflows/release.yml").ShouldContain("run: deploy/deb/build.sh --version \"$RELEASE_VERSION\" ");
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_may_be_run_and_is_whole(string script)
    {
        if (OperatingSystem.IsWindows()) return;
        var path = Checkout.At($"deploy/deb/{script}");
        var shell = FirstLine(path).EndsWith("bash", StringComparison.Ordinal) ? "bash" : "sh";
        var run = await ProgramRun.Of(Checkout.Root, shell, "-n", path);

        (run.Code, run.Output).ShouldBe((0, ""));
        File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue();
    }

    [ProgramsTheory("dpkg-deb")]
    [InlineData("linux-x64", "1.4.0-rc.1", "panelactors_1.4.0~rc.1_amd64.deb")]
    [InlineData("linux-arm64", "1.4.0", "panelactors_1.4.0_arm64.deb")]
    public async Task A_package_has_what_operators_need(string runtime, string version, string name)
    {
        using var folder = new TemporaryFolder();
        folder.Write("published/panelactors", "");
        string[] what = ["--version", version, "--runtime", runtime, "--compression", "none"];
        string[] where = ["--published", Path.Combine(folder.Path, "published"), "--output", folder.Path];

        var build = await ProgramRun.Of(folder.Path, Checkout.At("deploy/deb/build.sh"), [.. what, .. where]);
        var list = await ProgramRun.Of(folder.Path, "dpkg-deb", "--contents", name);
        var control = await ProgramRun.Of(folder.Path, "dpkg-deb", "--info", name);

        build.Code.ShouldBe(0, build.Output);
        Entry().Matches(list.Output).Select(static match => match.Groups[1].Value).ShouldBeSubsetOf(["root/root"]);
        foreach (var file in Files) list.Output.ShouldContain($" .{file}");
        foreach (var script in (string[])["conffiles", "postinst", "prerm", "postrm"]) control.Output.ShouldContain(script);
    }

    [Theory]
    [InlineData("--runtime", "win-x64")]
    [InlineData("--output")]
    [InlineData("--other", "x")]
    public async Task What_the_script_does_not_know_is_refused(params string[] arguments) =>
        (await ProgramRun.Of(Checkout.Root, Checkout.At("deploy/deb/build.sh"), arguments)).Code.ShouldBe(2);

    private static string FirstLine(string file) => File.ReadLines(file).First();

    [GeneratedRegex(@"^\S+ (\S+)\s", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
