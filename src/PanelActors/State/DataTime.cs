using PanelActors.Protocol;

namespace PanelActors.State;

/// <summary>When the data of one event was current, as far as that is known.</summary>
internal readonly record struct DataTime
{
    private readonly DateTimeOffset? _time;
    private readonly bool _isReplay;

    private DataTime(DateTimeOffset? time, bool isReplay) => (_time, _isReplay) = (time, isReplay);

    /// <summary>The time of <paramref name="panelEvent"/>, which is applied at <paramref name="now"/>.</summary>
    public static DataTime Of(PanelEvent panelEvent, DateTimeOffset now) => panelEvent.Age is { } age
        ? new DataTime(now - DateTimeOffset.UnixEpoch > age ? now - age : DateTimeOffset.UnixEpoch, panelEvent.IsReplay)
        : default;

    /// <summary>
    /// What becomes of a timestamp that was <paramref name="before"/>. It stays where the age of the data is unknown, and a replay never
    /// makes it younger.
    /// </summary>
    public DateTimeOffset? After(DateTimeOffset? before) => _time is not { } time ? before : _isReplay && before < time ? before : time;
}
