using Microsoft.Extensions.Time.Testing;
using PanelActors.Files;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Files;

public sealed class BaseFileTests : IDisposable
{
    private const int MaxBytes = 100;

    private static readonly DateTime Old = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(Old).AddYears(1));
    private readonly BaseFile _base;
    private readonly string _path;

    public BaseFileTests()
    {
        _path = Path.Combine(_folder.Path, "status.json");
        _base = new BaseFile(_path, MaxBytes, maxDepth: 3, _time);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_content_is_read_and_read_again_when_it_changes()
    {
        Write("""{"p":1}""");
        ShouldShow("""{"p":1}""", 1);
        ShouldShow("""{"p":1}""", 1);
        Write("""{"p":22}""");
        ShouldShow("""{"p":22}""", 2);
    }

    [Fact]
    public void Another_time_with_the_same_content_is_no_change()
    {
        Write("""{"p":1}""");
        ShouldShow("""{"p":1}""", 1);
        Write("""{"p":1}""", Old.AddDays(1));
        ShouldShow("""{"p":1}""", 1);
    }

    [Fact]
    public void What_was_written_a_moment_ago_is_read_again_though_time_and_length_are_the_same()
    {
        var now = _time.GetUtcNow().UtcDateTime;
        Write("""{"p":1}""", now);
        ShouldShow("""{"p":1}""", 1);
        Write("""{"p":2}""", now);
        ShouldShow("""{"p":2}""", 2);
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        if (!OperatingSystem.IsLinux()) return;
        using (var made = System.Diagnostics.Process.Start("mkfifo", [_path])) made.WaitForExit();
        _base.Refresh().ShouldBe("it is a device, a pipe or a socket");
    }

    [Theory]
    [InlineData("", "no JSON (BadJson)")]
    [InlineData("""{"p":""", "no JSON (BadJson)")]
    [InlineData("""{"p":1}{""", "no JSON (BadJson)")]
    [InlineData("""{"p":1,"p":2}""", "no JSON (DuplicateKey)")]
    [InlineData("""{"p":[[[1]]]}""", "no JSON (TooDeep)")]
    [InlineData("[1]", "no JSON object")]
    [InlineData("null", "no JSON object")]
    [InlineData("""{"p":"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"}""", "more than 100")]
    public void What_cannot_be_used_leaves_the_last_good_content_in_use_and_is_said_once(string content, string fault)
    {
        Write("""{"p":1}""");
        ShouldShow("""{"p":1}""", 1);
        Write(content, Old.AddHours(1));
        _base.Refresh().ShouldNotBeNull().ShouldContain(fault);
        ShouldShow("""{"p":1}""", 1);

        Write("""{"p":2}""", Old.AddHours(2));
        ShouldShow("""{"p":2}""", 2);
    }

    [Fact]
    public void A_file_that_is_missing_is_looked_for_again_and_again()
    {
        _base.Refresh().ShouldNotBeNull().ShouldContain(_path);
        (_base.Content, _base.Version).ShouldBe((null, 0L));
        Write("""{"p":1}""");
        ShouldShow("""{"p":1}""", 1);
        File.Delete(_path);
        _base.Refresh().ShouldNotBeNull();
        _base.Refresh().ShouldNotBeNull();
        _base.Content!.ToString().ShouldBe("""{"p":1}""");
        Write("""{"p":1}""");
        ShouldShow("""{"p":1}""", 1);
    }

    [Fact]
    public void It_may_be_reached_by_a_link_that_is_moved()
    {
        _folder.Write("one.json", """{"p":1}""");
        _folder.Write("two.json", """{"p":2}""");
        File.CreateSymbolicLink(_path, Path.Combine(_folder.Path, "one.json"));
        ShouldShow("""{"p":1}""", 1);
        File.Delete(_path);
        File.CreateSymbolicLink(_path, Path.Combine(_folder.Path, "two.json"));
        ShouldShow("""{"p":2}""", 2);
    }

    private void ShouldShow(string content, long version)
    {
        _base.Refresh().ShouldBeNull();
        _base.Content!.ToString().ShouldBe(content);
        _base.Version.ShouldBe(version);
    }

    private void Write(string content, DateTime? written = null)
    {
        File.WriteAllText(_path, content);
        File.SetLastWriteTimeUtc(_path, written ?? Old);
    }
}
