namespace PanelActors.Tests.Docs;

/// <summary>What is wrong with the tables of a page, as GitHub and most others read them.</summary>
internal static class MarkdownTable
{
    /// <summary>One line for each fault in numbered <paramref name="lines"/> that stand outside of blocks.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<(int Number, string Text)> lines)
    {
        var table = new List<(int Number, string Text)>();
        foreach (var line in lines.Append((Number: int.MaxValue, Text: "")))
        {
            if (IsRow(line.Text) && (table.Count == 0 || line.Number == table[^1].Number + 1))
            {
                table.Add(line);
                continue;
            }

            foreach (var fault in FaultsOf(table)) yield return fault;
            table.Clear();
            if (IsRow(line.Text)) table.Add(line);
        }
    }

    /// <summary>How many cells a row has. A bar with a backslash before it is text, also within code.</summary>
    public static int Cells(string row)
    {
        var bars = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] == '\\') i++;
            else if (row[i] == '|') bars++;
        }

        // One bar begins the row, and one ends it.
        return bars - 1;
    }

    private static IEnumerable<string> FaultsOf(List<(int Number, string Text)> table)
    {
        if (table.Count == 0) yield break;
        if (table.Count < 2 || !IsDelimiter(table[1].Text))
        {
            yield return $"line {table[0].Number}: a row outside of a table; is there a blank line before it?";
            yield break;
        }

        var columns = Cells(table[0].Text);
        foreach (var (number, text) in table)
        {
            if (!text.TrimEnd().EndsWith('|')) yield return $"line {number}: the row has no bar at its end";
            else if (Cells(text) != columns) yield return $"line {number}: {Cells(text)} cells in a table of {columns}";
        }
    }

    private static bool IsRow(string line) => line.TrimStart().StartsWith('|');

    private static bool IsDelimiter(string line) =>
        line.Contains('-', StringComparison.Ordinal) && line.All(static c => c is '|' or '-' or ':' or ' ');
}
