using System.Text;

namespace PanelActors.Http.Access;

/// <summary>Takes series out of metrics in the text format of Prometheus (or OpenMetrics). Pure.</summary>
internal static class MetricsText
{
    /// <summary>The lines of <paramref name="text"/> but those of series with a label that is not visible.</summary>
    /// <param name="text">The metrics.</param>
    /// <param name="isVisible">Whether a series with this label, name and value, may be seen.</param>
    public static string Filter(string text, Func<string, string, bool> isVisible)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            if (IsVisible(line, isVisible)) kept.Append(line).Append('\n');
        }

        // The last line ends with a line break, after which there is an empty one.
        return kept.Length > 0 && !text.EndsWith('\n') ? kept.ToString(0, kept.Length - 1) : kept.ToString().TrimEnd('\n') + '\n';
    }

    private static bool IsVisible(ReadOnlySpan<char> line, Func<string, string, bool> isVisible)
    {
        if (line.IsEmpty || line[0] == '#' || line.IndexOf('{') is not (var place and >= 0)) return true;
        var rest = line[(place + 1)..];
        while (rest.IndexOf('=') is var equals and > 0 && rest.Length > equals + 1 && rest[equals + 1] == '"')
        {
            var name = rest[..equals].Trim(", ").ToString();
            var value = ReadValue(rest[(equals + 2)..], out var length);
            if (!isVisible(name, value)) return false;
            rest = rest[(equals + 2 + length)..];
            if (rest.IsEmpty || rest[0] == '}') break;
        }

        return true;
    }

    private static string ReadValue(ReadOnlySpan<char> quoted, out int length)
    {
        var value = new StringBuilder();
        for (length = 0; length < quoted.Length; length++)
        {
            var c = quoted[length];
            if (c == '"')
            {
                length++;
                break;
            }

            if (c == '\\' && length + 1 < quoted.Length)
            {
                length++;
                c = quoted[length] == 'n' ? '\n' : quoted[length];
            }

            value.Append(c);
        }

        return value.ToString();
    }
}
