using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>One panel as lines of a given width: a title, then rows, cut to fit.</summary>
internal static class PanelCard
{
    private const int Gap = 2;
    private const int PairTrend = TrendBook.Steps;
    private const int CellTrend = 8;
    private const int MinColumnsWithTrend = 2;

    /// <summary>The width of its widest table in full; 0 without any.</summary>
    public static int WidthOf(PanelNode panel) => PanelContent.Of(panel).Blocks.OfType<PanelTable>()
        .Select(static table => ColumnsOf(table).Sum(column => WidthOf(table, column) + Gap)).DefaultIfEmpty().Max();

    /// <summary>The lines; none where <paramref name="filter"/> matches neither the panel's name nor a key of it.</summary>
    /// <param name="name">The panel's name.</param>
    /// <param name="panel">Its content.</param>
    /// <param name="width">How wide they may be.</param>
    /// <param name="height">How many there may be.</param>
    /// <param name="isFresh">Whether the panel has just changed.</param>
    /// <param name="trends">How its numbers went.</param>
    /// <param name="filter">Shows only what has this in its name; empty for all.</param>
    public static IReadOnlyList<ScreenLine> Of(
        string name, PanelNode panel, int width, int height, bool isFresh, CardTrends trends, string filter)
    {
        var title = SafeText.Clean(name);
        IEnumerable<PanelBlock> blocks = PanelContent.Of(panel).Blocks;
        if (filter.Length > 0 && !Has(title, filter))
        {
            blocks = [.. blocks.Select(block => Filtered(block, filter)).OfType<PanelBlock>()];
            if (!blocks.Any()) return [];
        }

        List<ScreenLine> lines = [Title(title, width, isFresh)];
        foreach (var block in blocks) AddLines(block, width, trends, lines);
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
        int[] kept = [.. Enumerable.Range(0, table.Rows.Length).Where(row => Has(table.Rows[row][0], filter))];
        return kept.Length == 0 ? null : table with
        {
            Rows = [.. kept.Select(row => table.Rows[row])],
            Places = [.. kept.Select(row => table.Places[row])],
            Total = kept.Length,
        };
    }

    private static void AddLines(PanelBlock block, int width, CardTrends trends, List<ScreenLine> lines)
    {
        if (block is PanelPair pair) lines.Add(Line(pair, width, trends));
        else AddTable((PanelTable)block, width, trends, lines);
    }

    private static ScreenLine Line(PanelPair pair, int width, CardTrends trends)
    {
        var tone = pair.IsNull ? Tone.Faint : Tone.Plain;
        if (pair.Name.Length == 0 && pair.Number is null) return new ScreenLine().Add(SafeText.Cut(pair.Value, width), tone);
        var value = SafeText.WidthOf(pair.Value);
        var key = SafeText.Cut(pair.Name, Math.Max(width - Gap - value, width * 2 / 5));
        var line = new ScreenLine();
        if (key.Length > 0) line.Add(key, Tone.Faint).Add(" ");
        var room = width - line.Width - value - PairTrend - 1;
        if (room >= 0 && trends.Of(pair.Number, PairTrend) is { } trend)
            line.Add(new string(' ', key.Length > 0 ? room : 0)).Add(trend, Tone.Trend).Add(" ");
        else if (key.Length == 0) return line.Add(SafeText.Cut(pair.Value, width), tone);
        return line.Add(SafeText.Fit(pair.Value, key.Length > 0 ? width - line.Width : value, toTheRight: true), tone);
    }

    private static void AddTable(PanelTable table, int width, CardTrends trends, List<ScreenLine> lines)
    {
        if (table.Name.Length > 0) lines.Add(new ScreenLine().Add(SafeText.Cut(table.Name, width), Tone.Faint));
        int[] columns = ColumnsOf(table);
        bool[] numeric = [.. columns.Select(column => column > 0 && table.Rows.All(row => IsNumeric(row[column])))];
        int[] widths = [.. columns.Select(column => WidthOf(table, column))];
        var (shown, used) = Fit(widths, width);
        // The first number that changes is worth more than the last column.
        var changing = Array.FindIndex(columns, 0, shown, column => table.Places.Any(row => trends.Of(row[column], CellTrend) is not null));
        if (changing >= 0 && Fit(widths, width - CellTrend - 1) is var (fewer, narrower) && fewer > changing && fewer > MinColumnsWithTrend)
            (shown, used) = (fewer, narrower);

        // One column at least, however narrow it is.
        if (shown == 0) (shown, used) = (1, widths[0] = Math.Max(1, width - Gap));
        var isCut = shown < columns.Length;
        // What is left of the width shows how the numbers went, from the first column on.
        var room = width - used - (isCut ? Gap : 0);
        var cells = new string?[shown][];
        for (var i = 0; i < shown && room > CellTrend; i++)
        {
            if (!numeric[i]) continue;
            string?[] column = [.. table.Places.Select(row => trends.Of(row[columns[i]], CellTrend))];
            if (!Array.Exists(column, static trend => trend is not null)) continue;
            cells[i] = column;
            room -= CellTrend + 1;
        }

        lines.Add(Row(table.Columns, Tone.Faint, null));
        for (var row = 0; row < table.Rows.Length; row++) lines.Add(Row(table.Rows[row], Tone.Plain, row));
        if (table.Total > table.Rows.Length) lines.Add(new ScreenLine().Add($"… {table.Total - table.Rows.Length} more", Tone.Faint));

        ScreenLine Row(string[] texts, Tone tone, int? row)
        {
            var line = new ScreenLine();
            for (var i = 0; i < shown; i++)
            {
                if (i > 0) line.Add(new string(' ', Gap));
                if (cells[i] is { } column)
                    line.Add((row is { } at ? column[at] : null) ?? new string(' ', CellTrend), Tone.Trend).Add(" ");
                line.Add(SafeText.Fit(texts[columns[i]], widths[i], numeric[i]), columns[i] == 0 ? Tone.Faint : tone);
            }

            return isCut ? line.Add($" {SafeText.Ellipsis}", Tone.Faint) : line;
        }
    }

    // How many columns fit, and the width that they take.
    private static (int Shown, int Used) Fit(int[] widths, int width)
    {
        var (shown, used) = (0, 0);
        while (shown < widths.Length && used + widths[shown] + (shown > 0 ? Gap : 0) <= width - (shown < widths.Length - 1 ? Gap : 0))
        {
            used += widths[shown] + (shown > 0 ? Gap : 0);
            shown++;
        }

        return (shown, used);
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
