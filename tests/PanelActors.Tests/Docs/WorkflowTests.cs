using System.Diagnostics;
using System.Xml.Linq;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Docs;

/// <summary>The workflows run scripts of the repository; a release has the version of its tag and the notes of that version.</summary>
public sealed class WorkflowTests
{
    private const string Release = ".github/workflows/release.yml";

    [Fact]
    public void A_change_is_checked_by_what_contributors_run() =>
        Lines(".github/workflows/ci.yml").ShouldContain("run: .ci/run");

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    public void A_release_is_published_for(string runtime) => Lines(Release).ShouldContain($"- runtime: {runtime}");

    [Fact]
    public void The_version_of_a_release_is_that_of_its_tag()
    {
        Lines(Release).ShouldContain("run: echo \"RELEASE_VERSION=${GITHUB_REF_NAME#v}\" >> \"$GITHUB_ENV\"");
        Checkout.Read(Release).ShouldContain("-p:ReleaseVersion=$RELEASE_VERSION");
        XDocument.Parse(Checkout.Read("Directory.Build.props")).Descendants("Version")
            .ShouldContain(version => version.Value == "$(ReleaseVersion)" && version.Attribute("Condition") != null);
    }

    [Theory]
    [InlineData("0.1.0", 0, "First version.")]
    [InlineData("0.1", 1, "")]
    [InlineData("no version", 1, "")]
    public async Task The_notes_of_a_version_are_its_section(string version, int code, string start)
    {
        using var script = Process.Start(new ProcessStartInfo(Checkout.At(".ci/release-notes"), [version])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var notes = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();

        script.ExitCode.ShouldBe(code);
        notes.ShouldStartWith(start);
        notes.ShouldNotContain("## ");
    }

    [Theory]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData(Release)]
    public void A_workflow_may_no_more_than_it_says(string workflow) =>
        Checkout.Read(workflow).ShouldContain("\npermissions:\n  contents: read\n");

    private static IEnumerable<string> Lines(string path) => Checkout.Read(path).Split('\n').Select(line => line.Trim());
}
