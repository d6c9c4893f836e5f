namespace PanelActors.State;

/// <summary>How old data is by the time at which its feed published it (specification 1.3).</summary>
internal static class PublishAge
{
    /// <summary>
    /// An age below this counts as none: the date that a response carries has no fractions, and the network takes its time.
    /// </summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(36_500);

    /// <summary>
    /// Time from <paramref name="publishedAt"/>, finite unix seconds by the feed's clock, to <paramref name="feedNow"/>, the present by
    /// that clock. Never negative: a producer whose clock runs ahead sends nothing from the future.
    /// </summary>
    public static TimeSpan Latency(double publishedAt, DateTimeOffset feedNow)
    {
        var seconds = (feedNow - DateTimeOffset.UnixEpoch).TotalSeconds - publishedAt;
        return seconds <= 0 ? TimeSpan.Zero : seconds >= MaxAge.TotalSeconds ? MaxAge : TimeSpan.FromSeconds(seconds);
    }

    /// <summary>The age that a latency means: zero where it is too small to mean anything.</summary>
    public static TimeSpan Of(TimeSpan latency) => latency < Fresh ? TimeSpan.Zero : latency;
}
