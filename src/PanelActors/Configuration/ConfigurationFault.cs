using System.Text;

namespace PanelActors.Configuration;

/// <summary>One thing wrong with the configuration. Its text is one line and holds no secret.</summary>
/// <param name="Key">The full key, as <c>PanelActors:Sources:0:Url</c>.</param>
/// <param name="Value">The value found; null where there is none or where it must not be shown.</param>
/// <param name="Allowed">What is allowed, to stand after "expected".</param>
internal sealed record ConfigurationFault(string Key, string? Value, string Allowed)
{
    private const int MaxTextLength = 200;

    /// <summary>The line that is printed.</summary>
    public override string ToString() => Value is null
        ? $"{OneLine(Key)}: expected {Allowed}"
        : $"{OneLine(Key)}: '{OneLine(Value)}' is not allowed; expected {Allowed}";

    private static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxTextLength) + 1);
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxTextLength)))
            line.Append(char.IsControl(c) ? '?' : c);
        return text.Length > MaxTextLength ? line.Append('…').ToString() : line.ToString();
    }
}
