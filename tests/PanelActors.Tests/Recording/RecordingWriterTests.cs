using Microsoft.Extensions.Logging.Testing;
using PanelActors.Configuration;
using PanelActors.Recording;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Recording;

/// <summary>The writer of recordings where the disk is not as it should be.</summary>
public sealed class RecordingWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingMetrics _metrics = new();
    private readonly FakeLogger<RecordingWriter> _log = new();

    public void Dispose() => _folder.Dispose();

    [SmallDiskFact]
    public async Task On_a_full_disk_it_says_so_counts_leaves_no_empty_files_and_goes_on_with_the_state_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(_folder.Path, kilobytes: 64);
        await using var writer = Writer();
        var recording = writer.Begin(Segments.Settings)!;
        var random = new Random(1);
        recording.Note(Segments.Mark(Segments.Start));
        recording.Note(Segments.Started(0, 1));
        var second = 0;
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (_metrics.Lost["feed"] == 0)
        {
            recording.Note(Segments.Read(++second, 1, $": {Noise(random, 8_000)}\n\n"));
            await writer.FlushAsync("feed", patience.Token);
        }

        _log.Collector.GetSnapshot().ShouldContain(static line => line.Message.Contains("cannot be written and has a gap"));
        disk.Grow(4_096);
        while (!await writer.FlushAsync("feed", patience.Token) || recording.WantsMark)
        {
            // As the source does: each batch brings a mark where one is wanted.
            if (recording.WantsMark) recording.Note(Segments.Mark(Segments.At(++second)));
            recording.Note(Segments.Read(++second, 1, ": more\n\n"));
            await Task.Delay(RecordingWriter.Gather, patience.Token);
        }

        await writer.StopAsync(patience.Token);
        var segments = SegmentName.In(Path.Combine(_folder.Path, "feed"));
        segments.Count.ShouldBe(2);
        var report = new RecordingReport();
        foreach (var record in RecordingFiles.Read(segments, static fault => throw fault)) report.Add(record);
        report.Mismatches.ShouldBe(0);
        report.Gaps.ShouldBe(1);
        report.Missing.ShouldBe(_metrics.Lost["feed"], "what is counted and what the gap says");
    }

    [Fact]
    public async Task Many_sources_that_are_written_at_once_stay_within_the_bound_of_all()
    {
        const long maxBytes = 1024 * 1024;
        await using var writer = Writer(new RecorderOptions { Enabled = true, Path = _folder.Path, MaxBytes = maxBytes });
        StoreRecording[] recordings =
            [.. Enumerable.Range(0, 8).Select(source => writer.Begin(Segments.Settings with { Source = $"feed{source}" })!)];
        var random = new Random(1);
        for (var second = 0; second < 150; second++)
        {
            foreach (var recording in recordings)
            {
                if (recording.WantsMark) recording.Note(Segments.Mark(Segments.At(second)));
                recording.Note(Segments.Read(second, 1, $": {Noise(random, 8_000)}\n\n"));
            }

            await writer.FlushAsync("feed0", CancellationToken.None);
        }

        await writer.StopAsync(CancellationToken.None);
        var bytes = new DirectoryInfo(_folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length);
        bytes.ShouldBeInRange(maxBytes / 4, maxBytes + (recordings.Length * 64 * 1024));
        _metrics.Lost["feed0"].ShouldBe(0);
    }

    private RecordingWriter Writer(RecorderOptions? options = null) =>
        new(options ?? new RecorderOptions { Enabled = true, Path = _folder.Path }, _metrics, TimeProvider.System, _log);

    // Text that does not become smaller by half.
    private static string Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
