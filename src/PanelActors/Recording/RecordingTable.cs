using System.Globalization;

namespace PanelActors.Recording;

/// <summary>A report as lines of text.</summary>
internal static class RecordingTable
{
    /// <summary>Writes it: a name and a value a line.</summary>
    public static void Write(RecordingReport report, TextWriter output)
    {
        Line("source", report.Source ?? "unknown");
        Line("from", report.First is { } first ? RecordWriter.TextOf(first) : "never");
        Line("to", report.Last is { } last ? RecordWriter.TextOf(last) : "never");
        Line("segments", report.Segments);
        Line("states", report.Marks);
        Line("connections", report.Connections);
        Line("reads", report.Reads);
        Line("bytes", report.Bytes);
        Line("gaps", report.Gaps);
        Line("missing", report.Missing);
        foreach (var (type, count) in report.Events) Line($"events {type}", count);
        foreach (var (why, count) in report.Unapplied) Line($"not applied {why}", count);
        if (report.End is { } state)
        {
            Line("generation", state.Generation is { } generation ? generation.ToString(CultureInfo.InvariantCulture) : "unknown");
            Line("ui_generation", state.UiGeneration);
            Line("baselines", state.FullCount);
            Line("diffs", state.DiffAppliedCount);
            Line("diffs dropped", state.DiffDroppedCount);
            Line("needs a baseline", state.Need.IsNeeded ? state.Need.LastReason : "no");
        }

        Line("events hash", report.Way);
        Line("content hash", report.Hash ?? "none");

        void Line(string name, object value) =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Telemetry.LogText.Printable(name),-28} {Printed(value)}"));
    }

    private static string Printed(object value) =>
        value is string text ? Telemetry.LogText.Printable(text) : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
