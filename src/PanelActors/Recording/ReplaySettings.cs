using System.Globalization;

namespace PanelActors.Recording;

/// <summary>What is replayed, and how fast: <c>replay:FILE?speed=N&amp;from=TIME</c> (specification 12.5).</summary>
/// <param name="File">A segment, or the folder of a source.</param>
/// <param name="Speed">How many times as fast as it came; infinite for as fast as it is read.</param>
/// <param name="From">Where it begins; null = at the begin.</param>
internal sealed record ReplaySettings(string File, double Speed = 1, DateTimeOffset? From = null)
{
    /// <summary>The scheme of such addresses.</summary>
    public const string Scheme = "replay";

    /// <summary>What a speed may be, for a fault's line.</summary>
    public const string SpeedAllowed = "a number from 0.01 to 10000, or max";

    /// <summary>What a time may be, for a fault's line.</summary>
    public const string TimeAllowed = "a time such as 2026-01-31T09:15:00Z";

    private const double MinSpeed = 0.01;
    private const double MaxSpeed = 10_000;

    /// <summary>Reads an address; what is wrong with it is in <paramref name="error"/>.</summary>
    public static ReplaySettings? Parse(string address, out string? error)
    {
        error = null;
        var (file, query) = Split(address[(Scheme.Length + 1)..]);
        if (file.Length == 0)
        {
            error = "the name of a file or folder is missing";
            return null;
        }

        var settings = new ReplaySettings(Uri.UnescapeDataString(file));
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            var value = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "";
            switch (pair[0])
            {
                case "speed" when ParseSpeed(value) is { } speed: settings = settings with { Speed = speed }; break;
                case "from" when ParseTime(value) is { } from: settings = settings with { From = from }; break;
                case "speed": error = $"speed must be {SpeedAllowed}"; return null;
                case "from": error = $"from must be {TimeAllowed}"; return null;
                default: error = $"'{pair[0]}' is unknown: use speed or from"; return null;
            }
        }

        return settings;
    }

    /// <summary>Reads a speed; null for anything else than <see cref="SpeedAllowed"/>.</summary>
    public static double? ParseSpeed(string text)
    {
        if (text.Equals("max", StringComparison.OrdinalIgnoreCase)) return double.PositiveInfinity;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed)
            && speed is >= MinSpeed and <= MaxSpeed ? speed : null;
    }

    /// <summary>Reads a time with its zone, to the second or finer; null for anything else.</summary>
    public static DateTimeOffset? ParseTime(string text) =>
        DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static (string File, string Query) Split(string text)
    {
        var at = text.IndexOf('?', StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }
}
