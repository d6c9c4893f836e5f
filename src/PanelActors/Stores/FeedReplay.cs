namespace PanelActors.Stores;

/// <summary>That a feed is a replay of a recording.</summary>
/// <param name="Begin">The moment of the recording at which the connection began, in unix seconds; NaN where that is not known.</param>
/// <param name="Speed">How many times as fast it goes; 0 as fast as it is read, NaN where that is not known.</param>
/// <param name="Timestamp">When the connection began, by the clock here.</param>
internal sealed record FeedReplay(double Begin, double Speed, long Timestamp)
{
    /// <summary>About which moment of the recording is shown, in unix seconds; null where that is not known.</summary>
    public double? At(TimeProvider time) =>
        double.IsNaN(Begin) || double.IsNaN(Speed) || Speed == 0 ? null
            : Math.Round(Begin + time.GetElapsedTime(Timestamp).TotalSeconds * Speed, 3);
}
