using System.Globalization;
using System.Text.Json;

namespace PanelActors.Benchmarks.Reports;

/// <summary>What a load found: printed as a table, and written as JSON for comparisons.</summary>
/// <param name="load">The load's name.</param>
/// <param name="about">What was measured, in words.</param>
public sealed class Report(string load, string about)
{
    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly List<ReportRow> _rows = [];
    private readonly List<string> _notes = [];

    /// <summary>Adds a figure that stands for itself.</summary>
    public void Add(string what, double value, string unit) => _rows.Add(new ReportRow(what, value, unit));

    /// <summary>Adds a figure and the one that it is compared with, of the same unit.</summary>
    /// <param name="what">The name of the figure.</param>
    /// <param name="value">The figure.</param>
    /// <param name="unit">The unit of both figures.</param>
    /// <param name="beside">The name of the figure that it is compared with.</param>
    /// <param name="besideValue">That figure.</param>
    /// <param name="target">The target of the ratio.</param>
    /// <param name="ratio">The ratio, where it is better known than from the two figures: as the median of many pairs.</param>
    public void Add(
        string what, double value, string unit, string beside, double besideValue, Target? target = null, double? ratio = null) =>
        _rows.Add(new ReportRow(what, value, unit)
        {
            Beside = beside,
            BesideValue = besideValue,
            Ratio = ratio ?? value / besideValue,
            Target = target,
        });

    /// <summary>Adds a sentence below the table.</summary>
    public void Note(string text) => _notes.Add(text);

    public void Print(TextWriter output)
    {
        output.WriteLine($"{load}: {about}");
        output.WriteLine();
        output.WriteLine("| what | value | unit | beside | its value | ratio | target | met |");
        output.WriteLine("|---|---:|---|---|---:|---:|---:|---|");
        foreach (var row in _rows)
        {
            var beside = row.BesideValue is { } value ? Figure(value) : "";
            var met = row.IsMet switch { true => "yes", false => "NO", null => "" };
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.What} | {Figure(row.Value)} | {row.Unit} | {row.Beside} | {beside} | {row.Ratio:0.00} | {row.Target} | {met} |"));
        }

        output.WriteLine();
        foreach (var note in _notes) output.WriteLine(note);
    }

    /// <summary>Writes all of it to <paramref name="path"/>.</summary>
    public void WriteJson(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var report = new
        {
            Load = load,
            About = about,
            Cores = Environment.ProcessorCount,
            Runtime = Environment.Version.ToString(),
            Rows = _rows,
            Notes = _notes,
        };
        File.WriteAllText(path, JsonSerializer.Serialize(report, Json));
    }

    /// <summary>The rows that miss their target by more than <paramref name="factor"/>.</summary>
    public IReadOnlyList<ReportRow> FarFromTarget(double factor) =>
        [.. _rows.Where(row => row is { Ratio: { } ratio, Target: { } target } && !target.IsNearlyMetBy(ratio, factor))];

    private static string Figure(double value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.###", CultureInfo.InvariantCulture);
}
