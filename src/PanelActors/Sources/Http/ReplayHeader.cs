using System.Globalization;
using PanelActors.Stores;

namespace PanelActors.Sources.Http;

/// <summary>
/// The header by which a feed says that it is a replay: the moment of the recording at which the response begins, and how fast it goes.
/// </summary>
internal static class ReplayHeader
{
    /// <summary>Its name.</summary>
    public const string Name = "X-PanelActors-Replay";

    /// <summary>Its value: <c>at=1795780415.5; speed=2</c>, the speed 0 where it is as fast as it is read.</summary>
    public static string ValueOf(DateTimeOffset at, double speed) => string.Create(
        CultureInfo.InvariantCulture, $"at={UnixSeconds(at):0.###}; speed={(double.IsPositiveInfinity(speed) ? 0 : speed):0.####}");

    /// <summary>Reads a value; null where it is none. What is not understood is a replay all the same: at an unknown time.</summary>
    public static FeedReplay? Read(string? value, long timestamp)
    {
        if (value is null) return null;
        var (at, speed) = (double.NaN, double.NaN);
        foreach (var part in value.Split(';', StringSplitOptions.TrimEntries))
        {
            var pair = part.Split('=', 2);
            if (pair.Length != 2) continue;
            if (!double.TryParse(pair[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) continue;
            if (pair[0] == "at") at = number;
            if (pair[0] == "speed") speed = number;
        }

        return new FeedReplay(at, speed, timestamp);
    }

    /// <summary>The value for a replay that is passed on; a moment or speed that is not known is left out.</summary>
    public static string ValueOf(double? at, double speed)
    {
        var moment = at is { } known ? string.Create(CultureInfo.InvariantCulture, $"at={known:0.###}; ") : "";
        return double.IsNaN(speed) ? $"{moment}relayed" : string.Create(CultureInfo.InvariantCulture, $"{moment}speed={speed:0.####}");
    }

    private static double UnixSeconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;
}
