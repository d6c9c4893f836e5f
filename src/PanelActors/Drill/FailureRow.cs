namespace PanelActors.Drill;

/// <summary>The rows of the tables in docs/failure-modes.md, each by a key that outlives other edits of the page.</summary>
internal static class FailureRow
{
    /// <summary>Every row of <paramref name="page"/>: its heading, <c>" | "</c>, and its first cell.</summary>
    public static IEnumerable<string> KeysOf(string page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var heading = "";
        var lines = page.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("## ", StringComparison.Ordinal)) heading = lines[i][3..].Trim();
            if (!IsRow(lines[i]) || IsDelimiter(lines[i])) continue;
            if (i + 1 < lines.Length && IsDelimiter(lines[i + 1])) continue;
            yield return $"{heading} | {FirstCell(lines[i])}";
        }
    }

    private static string FirstCell(string row)
    {
        for (var i = 1; i < row.Length; i++)
        {
            if (row[i] == '|' && row[i - 1] != '\\') return row[1..i].Trim();
        }

        return row[1..].Trim();
    }

    private static bool IsRow(string line) => line.StartsWith('|');

    private static bool IsDelimiter(string line) => IsRow(line) && line.All(static c => c is '|' or '-' or ':' or ' ' or '\r');
}
