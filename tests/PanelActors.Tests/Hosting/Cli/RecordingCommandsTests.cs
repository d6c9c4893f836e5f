using PanelActors.Hosting.Cli;
using PanelActors.Recording;
using PanelActors.Tests.Recording;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Hosting.Cli;

/// <summary>The commands about recordings.</summary>
public sealed class RecordingCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Feed => Path.Combine(_folder.Path, "feed");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recordings_are_listed_with_the_times_that_they_cover()
    {
        Record();
        var (code, output, error) = await Run("recordings", "--path", _folder.Path);
        (code, error).ShouldBe((0, ""));
        output.ShouldStartWith($"{Feed}  1 segment, ");
        output.ShouldContain("  2026-11-27T09:15:00.0000000Z to 2026-11-27T09:15:02.0000000Z");
        (await Run("recordings", "--path", Path.Combine(_folder.Path, "absent"))).Output.ShouldContain("holds no recording");
    }

    [Fact]
    public async Task The_same_files_give_the_same_lines()
    {
        Record();
        var first = await Run("verify", Feed);
        first.Code.ShouldBe(0, first.Error);
        string[] lines = ["events panel_full +1", "not applied unknown bad_json +1", "generation +5", "content hash +[0-9a-f]{32}"];
        foreach (var line in lines) first.Output.ShouldMatch($"(?m)^{line}\\r?$");
        (await Run("verify", Feed)).ShouldBe(first);
        (await Run("verify", SegmentName.In(Feed).Single())).ShouldBe(first);
    }

    [Theory]
    [InlineData("cut", "ends in the middle of a block")]
    [InlineData("changed", "is damaged at byte")]
    [InlineData("foreign", "is not a recording of panelactors")]
    [InlineData("newer", "was written by a later version")]
    public async Task What_cannot_be_read_is_one_line_and_exit_code_1(string kind, string line)
    {
        var path = Record();
        var bytes = File.ReadAllBytes(path);
        switch (kind)
        {
            case "cut": bytes = bytes[..^3]; break;
            case "changed": bytes[^3] ^= 1; break;
            case "foreign": bytes = [.. "{\"PanelActors\":{}}"u8, .. new byte[100]]; break;
            case "newer": bytes[12]++; break;
        }

        File.WriteAllBytes(path, bytes);
        var (code, output, error) = await Run("verify", Feed);
        code.ShouldBe(1);
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain(line);
        if (kind is "foreign" or "newer") output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_path_without_a_recording_is_one_line_that_says_what_is_there()
    {
        (await Run("verify", Feed)).ShouldBe((1, "", $"{Feed} does not exist.{Environment.NewLine}"));
        Record();
        (await Run("verify", _folder.Path)).ShouldBe(
            (1, "", $"{_folder.Path} holds the recording of feed: name {Feed}.{Environment.NewLine}"));
        var empty = Directory.CreateDirectory(Path.Combine(_folder.Path, "empty")).FullName;
        (await Run("check", "--source", $"x=replay:{empty}")).Error.ShouldContain($"but {empty} holds no recording");
        (await Run("check", "--source", $"x=replay:{Feed}?speed=fast")).Error.ShouldContain("speed must be");
        (await Run("check", "--source", $"x=replay:{Feed}?speed=2")).Code.ShouldBe(0);
        (await Run("replay", empty)).ShouldBe((1, "", $"{empty} holds no recording.{Environment.NewLine}"));
    }

    [Theory]
    [InlineData("--speed", "0")]
    [InlineData("--from", "yesterday")]
    [InlineData("--listen", "http://0.0.0.0:5081")]
    [InlineData("--listen", "http://127.0.0.1:5081/feed")]
    public async Task A_replay_with_an_option_that_cannot_be_is_refused(string option, string value)
    {
        Record();
        var (code, _, error) = await Run("replay", Feed, option, value);
        code.ShouldBe(1);
        error.ShouldContain($"'{option}' expects");
    }

    private string Record() => Segments.Write(
        Feed, Segments.At(0), Segments.Started(0, 1), Segments.Read(1, 1, Sse.Full(1, 5, """{"p":1}""") + Sse.Event(2, "{broken")),
        Segments.Ended(2, 1));

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await CommandLine.InvokeAsync(args, output, error), output.ToString(), error.ToString());
    }
}
