using System.Text;
using PanelActors.Configuration;
using PanelActors.Recording;
using PanelActors.Sources;
using PanelActors.State;
using ZstdSharp;
using Recorded = PanelActors.Recording.Record;

namespace PanelActors.Tests.Recording;

/// <summary>Segments that a test makes record by record.</summary>
internal static class Segments
{
    public static readonly DateTimeOffset Start = new(2026, 11, 27, 9, 15, 0, TimeSpan.Zero);

    public static readonly RecordedSettings Settings = new(
        "feed", DiffForm.Auto, Dialect.Auto, 64 * 1024, 64, true, 3, 1 << 20, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    /// <summary>Writes a segment whose first records are its head and a mark without anything.</summary>
    public static string Write(string folder, DateTimeOffset begin, params SourceItem[] items)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, SegmentName.Of(begin));
        using var compressor = new Compressor();
        using var writer = new SegmentWriter(path, compressor);
        writer.Add(new Recorded.Begin(begin, "test", Settings));
        writer.Add(new Recorded.Item(Mark(begin)));
        foreach (var item in items) writer.Add(new Recorded.Item(item));
        writer.Flush();
        return path;
    }

    /// <summary>Where a source stands that has begun just now.</summary>
    public static SourceItem.Mark Mark(DateTimeOffset at) => new(
        at, new SourceMark(PanelState.Initial, null, [], default, IncomingStream.None, default, false, Dialect.Auto));

    public static SourceItem Started(double second, int attempt, string? resumedAfter = null) =>
        new SourceItem.Started(At(second), new BatchesStarted(attempt, EventId.Of(resumedAfter)));

    public static SourceItem Read(double second, int attempt, string text) =>
        new SourceItem.Read(At(second), attempt, Encoding.UTF8.GetBytes(text), TimeSpan.Zero);

    public static SourceItem Ended(double second, int attempt, bool isBroken = false) =>
        new SourceItem.Ended(At(second), attempt, isBroken);

    public static DateTimeOffset At(double second) => Start.AddSeconds(second);
}
