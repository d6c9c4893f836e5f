using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using PanelActors.History;
using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>A panel as rows and small tables, before it is known how wide they may be. Made once for each content of a panel.</summary>
/// <param name="Blocks">From top to bottom.</param>
internal sealed record PanelContent(IReadOnlyList<PanelBlock> Blocks)
{
    /// <summary>How many rows are taken of one panel: more than a person reads.</summary>
    public const int MaxRows = 200;

    /// <summary>How <c>null</c> is shown.</summary>
    public const string Nothing = "–";

    private const int MaxDepth = 4;
    private const int MaxColumns = 24;

    private static readonly ConditionalWeakTable<PanelNode, PanelContent> Known = [];

    /// <summary>Its numbers, by the JSON pointers from the panel to them.</summary>
    public IReadOnlyList<(string Pointer, double Value)> Numbers { get; } = [.. Blocks.SelectMany(static block => block.Numbers)];

    /// <summary>The content of <paramref name="panel"/>.</summary>
    public static PanelContent Of(PanelNode panel) => Known.GetValue(panel, static node => Read(node));

    private static PanelContent Read(PanelNode panel)
    {
        var json = new ArrayBufferWriter<byte>((int)Math.Min(Array.MaxLength / 2, panel.Size + 1));
        panel.WriteTo(json);
        using var document = JsonDocument.Parse(json.WrittenMemory, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        var blocks = new List<PanelBlock>();
        Add("", "", document.RootElement, blocks, 0);
        return new PanelContent(blocks);
    }

    private static void Add(string name, string pointer, JsonElement value, List<PanelBlock> blocks, int depth)
    {
        if (blocks.Count >= MaxRows) return;
        if (TableOf(name, pointer, value) is { } table)
        {
            blocks.Add(table);
        }
        else if (value.ValueKind == JsonValueKind.Object && depth < MaxDepth && (name.Length == 0 || value.EnumerateObject().Any()))
        {
            var prefix = name.Length == 0 ? "" : $"{name}.";
            foreach (var member in value.EnumerateObject())
                Add(prefix + SafeText.Clean(member.Name), SeriesPath.Append(pointer, member.Name), member.Value, blocks, depth + 1);
        }
        else
        {
            blocks.Add(new PanelPair(name, TextOf(value), value.ValueKind == JsonValueKind.Null)
            {
                Number = NumberOf(pointer, value),
            });
        }
    }

    // Objects that are alike: the elements of a list, or the values of an object.
    private static PanelTable? TableOf(string name, string pointer, JsonElement value)
    {
        var rows = value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().Take(MaxRows)
                .Select(static (element, index) => (Name: index.ToString(CultureInfo.InvariantCulture), Value: element)).ToList(),
            JsonValueKind.Object =>
                value.EnumerateObject().Take(MaxRows).Select(static member => (member.Name, member.Value)).ToList(),
            _ => [],
        };
        if (rows.Count < (value.ValueKind == JsonValueKind.Array ? 1 : 2)) return null;
        // One that is absent for now is still a row.
        if (!rows.TrueForAll(static row => row.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Null)) return null;
        JsonElement[] objects = [.. rows.Select(static row => row.Value).Where(static row => row.ValueKind == JsonValueKind.Object)];
        if (objects.Length == 0) return null;

        var columns = new List<string>();
        var first = objects[0].EnumerateObject().Select(static member => member.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var row in objects)
        {
            foreach (var member in row.EnumerateObject().Take(MaxColumns))
            {
                if (!columns.Contains(member.Name)) columns.Add(member.Name);
            }

            if (columns.Count > MaxColumns) return null;
        }

        if (columns.Count == 0) return null;
        // Objects that share less than half of their members make no table.
        if (value.ValueKind == JsonValueKind.Object && first.Count(columns.Contains) * 2 < columns.Count) return null;
        var isList = value.ValueKind == JsonValueKind.Array;
        string[][] cells = [.. rows.Select(row => Cells(isList ? "" : SafeText.Clean(row.Name), row.Value, columns))];
        NumberPlace?[][] places =
        [
            .. rows.Select(row => columns.Select(column => row.Value.ValueKind == JsonValueKind.Object
                && row.Value.TryGetProperty(column, out var cell) && cell.ValueKind == JsonValueKind.Number
                ? NumberOf(SeriesPath.Append(SeriesPath.Append(pointer, row.Name), column), cell)
                : null).Prepend(null).ToArray()),
        ];
        var total = isList ? value.GetArrayLength() : value.EnumerateObject().Count();
        return new PanelTable(name, ["", .. columns.Select(SafeText.Clean)], cells, total) { Places = places };
    }

    private static NumberPlace? NumberOf(string pointer, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? new NumberPlace(pointer, number)
            : null;

    private static string[] Cells(string name, JsonElement row, List<string> columns) =>
        [name, .. columns.Select(column => Cell(row, column))];

    private static string Cell(JsonElement row, string column) =>
        row.ValueKind == JsonValueKind.Null ? Nothing : row.TryGetProperty(column, out var value) ? TextOf(value) : "";

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => SafeText.Clean(value.GetString()!),
        JsonValueKind.Null => Nothing,
        JsonValueKind.Array when value.GetArrayLength() == 0 => "none",
        JsonValueKind.Array when value.EnumerateArray().Take(MaxColumns).All(IsScalar) =>
            string.Join(", ", value.EnumerateArray().Take(MaxColumns).Select(TextOf)),
        JsonValueKind.Array => $"[{value.GetArrayLength()}]",
        JsonValueKind.Object => $"{{{value.EnumerateObject().Count()}}}",
        _ => SafeText.Clean(value.GetRawText()),
    };

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
}
