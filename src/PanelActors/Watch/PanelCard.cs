using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>One panel as lines of a given width: a title, then rows, cut to fit.</summary>
internal static class PanelCard
{
    private const int Gap = 2;

    /// <summary>The width of its widest table in full; 0 without any.</summary>
    public static int WidthOf(PanelNode panel) => PanelContent.Of(panel).Blocks.OfType<PanelTable>()
        .Select(static table => ColumnsOf(table).Sum(column => WidthOf(table, column) + Gap)).DefaultIfEmpty().Max();

    /// <summary>The lines; none where <paramref name="filter"/> matches neither the panel's name nor a key of it.</summary>
    /// <param name="name">The panel's name.</param>
    /// <param name="panel">Its content.</param>
    /// <param name="width">How wide they may be.</param>
    /// <param name="height">How many there may be.</param>
    /// <param name="isFresh">Whether the panel has just changed.</param>
    /// <param name="filter">Shows only what has this in its name; empty for all.</param>
    public static IReadOnlyList<ScreenLine> Of(string name, PanelNode panel, int width, int height, bool isFresh, string filter)
    {
        var title = SafeText.Clean(name);
        IEnumerable<PanelBlock> blocks = PanelContent.Of(panel).Blocks;
        if (filter.Length > 0 && !Has(title, filter))
        {
            blocks = [.. blocks.Select(block => Filtered(block, filter)).OfType<PanelBlock>()];
            if (!blocks.Any()) return [];
        }

        List<ScreenLine> lines = [Title(title, width, isFresh)];
        foreach (var block in blocks) AddLines(block, width, lines);
        if (lines.Count == 1) lines.Add(new ScreenLine().Add("empty", Tone.Faint));
        if (lines.Count <= height) return lines;
        var hidden = lines.Count - height + 1;
        lines.RemoveRange(height - 1, hidden);
        lines.Add(new ScreenLine().Add($"… {hidden} more", Tone.Faint));
        return lines;
    }

    private static ScreenLine Title(string title, int width, bool isFresh)
    {
        var line = new ScreenLine().Add("── ", Tone.Faint).Add(SafeText.Cut(title, width - 8), Tone.Title).Add(" ");
        if (isFresh) line.Add("● ", Tone.Fresh);
        return line.Add(new string('─', Math.Max(0, width - line.Width)), Tone.Faint);
    }

    private static PanelBlock? Filtered(PanelBlock block, string filter)
    {
        if (Has(block.Name, filter)) return block;
        if (block is not PanelTable table) return null;
        if (table.Columns.Any(column => Has(column, filter))) return table;
        string[][] rows = [.. table.Rows.Where(row => Has(row[0], filter))];
        return rows.Length == 0 ? null : table with { Rows = rows, Total = rows.Length };
    }

    private static void AddLines(PanelBlock block, int width, List<ScreenLine> lines)
    {
        if (block is PanelPair pair) lines.Add(Line(pair, width));
        else AddTable((PanelTable)block, width, lines);
    }

    private static ScreenLine Line(PanelPair pair, int width)
    {
        var tone = pair.IsNull ? Tone.Faint : Tone.Plain;
        if (pair.Name.Length == 0) return new ScreenLine().Add(SafeText.Cut(pair.Value, width), tone);
        var value = SafeText.WidthOf(pair.Value);
        var key = SafeText.Cut(pair.Name, Math.Max(width - Gap - value, width * 2 / 5));
        var line = new ScreenLine().Add(key, Tone.Faint).Add(" ");
        return line.Add(SafeText.Fit(pair.Value, width - line.Width, toTheRight: true), tone);
    }

    private static void AddTable(PanelTable table, int width, List<ScreenLine> lines)
    {
        if (table.Name.Length > 0) lines.Add(new ScreenLine().Add(SafeText.Cut(table.Name, width), Tone.Faint));
        int[] columns = ColumnsOf(table);
        bool[] numeric = [.. columns.Select(column => column > 0 && table.Rows.All(row => IsNumeric(row[column])))];
        int[] widths = [.. columns.Select(column => WidthOf(table, column))];
        var (shown, used) = (0, 0);
        while (shown < columns.Length && used + widths[shown] + (shown > 0 ? Gap : 0) <= width - (shown < columns.Length - 1 ? Gap : 0))
        {
            used += widths[shown] + (shown > 0 ? Gap : 0);
            shown++;
        }

        // One column at least, however narrow it is.
        if (shown == 0) (shown, widths[0]) = (1, Math.Max(1, width - Gap));
        var isCut = shown < columns.Length;
        lines.Add(Row(table.Columns, Tone.Faint, isCut));
        foreach (var row in table.Rows) lines.Add(Row(row, Tone.Plain, isCut));
        if (table.Total > table.Rows.Length) lines.Add(new ScreenLine().Add($"… {table.Total - table.Rows.Length} more", Tone.Faint));

        ScreenLine Row(string[] cells, Tone tone, bool cut)
        {
            var line = new ScreenLine();
            for (var i = 0; i < shown; i++)
            {
                if (i > 0) line.Add(new string(' ', Gap));
                line.Add(SafeText.Fit(cells[columns[i]], widths[i], numeric[i]), columns[i] == 0 ? Tone.Faint : tone);
            }

            return cut ? line.Add($" {SafeText.Ellipsis}", Tone.Faint) : line;
        }
    }

    // Elements of a list have no names.
    private static int[] ColumnsOf(PanelTable table) =>
        [.. Enumerable.Range(0, table.Columns.Length).Where(column => column > 0 || table.Rows.Any(static row => row[0].Length > 0))];

    private static int WidthOf(PanelTable table, int column) =>
        Math.Min(24, table.Rows.Select(row => SafeText.WidthOf(row[column])).Prepend(SafeText.WidthOf(table.Columns[column])).Max());

    private static bool IsNumeric(string cell) =>
        cell.Length == 0 || cell == PanelContent.Nothing || char.IsAsciiDigit(cell[0])
        || (cell[0] == '-' && cell.Length > 1 && char.IsAsciiDigit(cell[1]));

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
