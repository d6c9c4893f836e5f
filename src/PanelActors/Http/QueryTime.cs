using System.Globalization;
using System.Text.RegularExpressions;

namespace PanelActors.Http;

/// <summary>Points in time as queries give them: RFC 3339 or unix seconds.</summary>
internal static partial class QueryTime
{
    public const string Allowed = "a time of RFC 3339, such as 2026-01-31T09:15:00+05:30, or unix seconds";

    // A century before 1970 and some thousand years after it: what any clock shows, and within what every type holds.
    private const double MinSeconds = -3_155_760_000;
    private const double MaxSeconds = 63_350_575_199;

    /// <summary>Reads a time; null for anything else.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        const NumberStyles Decimal = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        // The platform's parsers overlook NUL characters and blanks at the end.
        if (text.Any(char.IsControl)) return null;
        if (double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds is not (>= MinSeconds and <= MaxSeconds) ? null
                : DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round((decimal)seconds * 1_000_000) * TimeSpan.TicksPerMicrosecond);
        }

        // A + that was not escaped has become a space.
        if (Rfc3339().Match(text) is not { Success: true } match) return null;
        var exact = match.Groups["offset"].Value is [' ', ..] ? $"{text[..^6]}+{text[^5..]}" : text;
        return DateTimeOffset.TryParse(exact, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,7})?(?<offset>[Zz]|[+\- ]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
