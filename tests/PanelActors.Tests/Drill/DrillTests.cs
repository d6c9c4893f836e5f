using System.Text.Json.Nodes;
using PanelActors.Drill;
using PanelActors.Hosting.Cli;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Drill;

/// <summary>The drill against the daemon that was built.</summary>
[Collection(AloneCollection.Name)]
public sealed class DrillTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task The_short_form_finds_every_promise_kept()
    {
        var before = Folders();
        var code = await RunAsync("drill", "--short", "--format", "json");
        var report = JsonNode.Parse(_output.ToString())!;
        string[] broken =
            [.. report["faults"]!.AsArray().Where(static fault => !(bool)fault!["kept"]!).Select(static fault => (string)fault!["name"]!)];
        code.ShouldBe(broken.Length == 0 ? 0 : 1, $"{_error}");
        // Deadlines are the machine's too: a promise that is broken is so a second time.
        if (broken.Length > 0) (await RunAsync(["drill", "--only", .. broken])).ShouldBe(0, $"{_error}");
        report["faults"]!.AsArray().Select(static fault => (string)fault!["name"]!)
            .ShouldBe(DrillFaults.All.Where(static fault => fault.IsShort).Select(static fault => fault.Name));
        Folders().Except(before).ShouldBeEmpty("the drill removes its folder");
    }

    [Fact]
    public async Task A_promise_that_cannot_be_kept_is_exit_code_1()
    {
        var closed = DrillFaults.All.Single(static fault => fault.Name == "closed");
        (await DrillAsync(closed with { Promise = new() { Detect = TimeSpan.Zero } })).ShouldBe(1);
        _output.ToString().ShouldContain("| closed |");
        _output.ToString().ShouldContain("closed: shown after ");
    }

    [Fact]
    public async Task A_feed_that_lies_about_how_old_its_data_is_is_found_out()
    {
        // The daemon cannot know that the data is an hour old, and the drill does: what it says is ok is not.
        var lie = new DrillFault("lie", "The feed lies.", ["The network | 204"], static async scene =>
        {
            scene.Feed.Age = TimeSpan.FromHours(1);
            await scene.Feed.NextAsync();
            await scene.UntilAsync(TimeSpan.FromSeconds(10), () => Task.FromResult(scene.Watch.Broken.Count > 0));
            scene.Seen();
            scene.Feed.Age = TimeSpan.Zero;
            await scene.EndAsync();
        });
        (await DrillAsync(lie)).ShouldBe(1);
        _output.ToString().ShouldContain("lie: health was ok over data 36");
    }

    [Theory]
    [InlineData(2, "drill", "--only", "weather")]
    [InlineData(2, "drill", "--format", "xml")]
    [InlineData(2, "drill", "--often")]
    [InlineData(0, "drill", "--list")]
    [InlineData(1, "check", "--often")]
    public async Task A_command_line_that_is_wrong_is_exit_code_2_of_the_drill_alone(int code, params string[] arguments) =>
        (await RunAsync(arguments)).ShouldBe(code);

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), "panelactors-drill-*");

    private Task<int> DrillAsync(DrillFault fault) =>
        DrillCommand.RunAsync([fault], json: false, file: null, _output, _error, CancellationToken.None).WaitAsync(Patience);

    private Task<int> RunAsync(params string[] arguments) => CommandLine.InvokeAsync(arguments, _output, _error).WaitAsync(Patience);
}
