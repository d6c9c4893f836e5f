using System.Globalization;
using System.Text;
using System.Text.Json;
using PanelActors.History;
using PanelActors.Telemetry;

namespace PanelActors.Http;

/// <summary>Entries as lines of text: CSV (RFC 4180), or one JSON object a line.</summary>
internal static class HistoryRows
{
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";
    public const string CsvHeader = "at,store,kind,level,title,detail\r\n";

    public static void WriteCsv(StringBuilder output, HistoryEntry entry)
    {
        output.Append(entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        foreach (var field in (string[])[entry.Store.Text, entry.Kind.ToName(), entry.Level, entry.Title, entry.Detail])
            AppendField(output.Append(','), field);
        output.Append("\r\n");
    }

    public static void WriteNdjson(StringBuilder output, HistoryEntry entry) =>
        output.Append(JsonSerializer.Serialize(HistoryItem.Of(entry), HistoryJson.Default.HistoryItem)).Append('\n');

    private static void AppendField(StringBuilder output, string field)
    {
        // What a feed sends must not be a formula to the program that opens the file, nor move the cursor of a terminal that shows it.
        field = LogText.Line(field);
        if (field.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..]) field = $"'{field}";
        if (field.AsSpan().IndexOfAny("\",\r\n") < 0) output.Append(field);
        else output.Append('"').Append(field.Replace("\"", "\"\"")).Append('"');
    }
}
