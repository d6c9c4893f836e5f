using PanelActors.Configuration;
using PanelActors.Recording;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Recording;

/// <summary>What is deleted, so that recordings stay within their bounds.</summary>
public sealed class RecordingBoundsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_oldest_of_all_sources_go_first_and_no_more_than_is_needed()
    {
        for (var hour = 1; hour <= 4; hour++) Segment("a", hour, 100);
        for (var hour = 1; hour <= 4; hour++) Segment("b", hour, 100);
        Keep(maxBytes: 550).ShouldBeEmpty();
        // Of those of the same age either may stay.
        Kept().Where(static name => !name.EndsWith('3')).ShouldBe(["a 1", "a 2", "b 1", "b 2"], ignoreOrder: true);
        Kept().Length.ShouldBe(5);
        Keep(maxBytes: 550).ShouldBeEmpty();
        Kept().Length.ShouldBe(5, "they are within their bounds");
    }

    [Fact]
    public void What_is_too_old_goes_and_what_is_written_stays()
    {
        for (var hour = 1; hour <= 4; hour++) Segment("a", hour, 100);
        var written = Segment("b", 1, 5_000);
        Keep(maxBytes: 10_000, maxAge: TimeSpan.FromHours(2.5), written).ShouldBeEmpty();
        Kept().ShouldBe(["a 1", "a 2", "b 1"], ignoreOrder: true);
        Keep(maxBytes: 10, maxAge: TimeSpan.FromHours(2.5), written).ShouldBeEmpty();
        Kept().ShouldBe(["b 1"]);
    }

    [Fact]
    public void Files_that_are_no_segments_are_left_alone_and_a_folder_that_is_not_there_is_no_fault()
    {
        Segment("a", 1, 1_000);
        _folder.Write("notes.txt", new string('x', 5_000));
        File.WriteAllText(Path.Combine(_folder.Path, "a", "mine.zst"), "x");
        Keep(maxBytes: 10).ShouldBeEmpty();
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(static path => Path.GetFileName(path))
            .ShouldBe(["notes.txt", "mine.zst"], ignoreOrder: true);
        new RecordingBounds(Path.Combine(_folder.Path, "absent"), new RecorderOptions(), new SetClock(Now)).Keep([]).ShouldBeEmpty();
    }

    // Of so many hours ago.
    private string Segment(string source, int hour, int bytes)
    {
        var time = Now.AddHours(-hour);
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, source)).FullName;
        var path = Path.Combine(folder, SegmentName.Of(time));
        File.WriteAllBytes(path, new byte[bytes]);
        File.SetLastWriteTimeUtc(path, time.UtcDateTime);
        return path;
    }

    private IReadOnlyList<Exception> Keep(long maxBytes, TimeSpan? maxAge = null, params string[] written) =>
        new RecordingBounds(
            _folder.Path, new RecorderOptions { MaxBytes = maxBytes, MaxAge = maxAge ?? TimeSpan.FromDays(7) }, new SetClock(Now))
            .Keep(written);

    private string[] Kept() =>
    [
        .. RecordingFiles.SourcesIn(_folder.Path).SelectMany(SegmentName.In)
            .Select(static path => (Path.GetFileName(Path.GetDirectoryName(path)), (Now - SegmentName.TimeOf(path)!.Value).TotalHours))
            .Select(static segment => $"{segment.Item1} {segment.TotalHours:0}"),
    ];
}
