namespace PanelActors.Configuration;

/// <summary>A source's own <c>Reconnect</c>: the keys that differ from the common ones; null = the common value.</summary>
[Section(KeyEffect.RestartsStores, Overrides = typeof(ReconnectOptions))]
internal sealed record ReconnectOverride
{
    public TimeSpan? MinBackoff { get; init; }

    public TimeSpan? MaxBackoff { get; init; }

    public TimeSpan? ResetAfter { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>These keys over those of <paramref name="common"/>.</summary>
    public ReconnectOptions Over(ReconnectOptions common) => new()
    {
        MinBackoff = MinBackoff ?? common.MinBackoff,
        MaxBackoff = MaxBackoff ?? common.MaxBackoff,
        ResetAfter = ResetAfter ?? common.ResetAfter,
        ConnectTimeout = ConnectTimeout ?? common.ConnectTimeout,
        IdleTimeout = IdleTimeout ?? common.IdleTimeout,
    };
}
