using System.Globalization;

namespace PanelActors.Sources.Http;

/// <summary>
/// The present by an upstream's own clock, as the <c>Date</c> of its latest accepted response gave it. Counted on by monotonic time, so
/// that a clock that is set here in the meantime changes nothing. Where a response had no date, the clock here stands in: data of a feed
/// whose clock is unknown can look too old by that, and a replay of hours ago never fresh. For any thread.
/// </summary>
internal sealed class UpstreamClock(TimeProvider time)
{
    // The date has whole seconds: on average the response was made half a second later.
    private static readonly TimeSpan HalfSecond = TimeSpan.FromSeconds(0.5);

    private Reading? _reading;

    /// <summary>The present by the upstream's clock.</summary>
    public DateTimeOffset Now =>
        Volatile.Read(ref _reading) is { } reading ? reading.Date + time.GetElapsedTime(reading.At) : time.GetUtcNow();

    /// <summary>Notes the raw <c>Date</c> of a response that has just come; null, or one that cannot be read, where it had none.</summary>
    public void Set(string? date)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isDate = DateTimeOffset.TryParseExact(date?.Trim(), "r", CultureInfo.InvariantCulture, utc, out var parsed);
        Volatile.Write(ref _reading, isDate ? new Reading(parsed + HalfSecond, time.GetTimestamp()) : null);
    }

    private sealed record Reading(DateTimeOffset Date, long At);
}
