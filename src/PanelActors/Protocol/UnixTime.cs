namespace PanelActors.Protocol;

/// <summary>Points in time as JSON shows them.</summary>
public static class UnixTime
{
    /// <summary>Unix seconds, to the microsecond.</summary>
    public static double Seconds(DateTimeOffset time) => Math.Round((time - DateTimeOffset.UnixEpoch).TotalMicroseconds) / 1_000_000;
}
