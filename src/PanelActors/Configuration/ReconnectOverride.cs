namespace PanelActors.Configuration;

/// <summary>A source's own <c>Reconnect</c>: the keys that differ from the common ones; null = the common value.</summary>
internal sealed record ReconnectOverride
{
    /// <summary>Overrides <see cref="ReconnectOptions.MinBackoff"/>.</summary>
    public TimeSpan? MinBackoff { get; init; }

    /// <summary>Overrides <see cref="ReconnectOptions.MaxBackoff"/>.</summary>
    public TimeSpan? MaxBackoff { get; init; }

    /// <summary>Overrides <see cref="ReconnectOptions.ResetAfter"/>.</summary>
    public TimeSpan? ResetAfter { get; init; }

    /// <summary>Overrides <see cref="ReconnectOptions.ConnectTimeout"/>.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Overrides <see cref="ReconnectOptions.IdleTimeout"/>.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>These keys over those of <paramref name="common"/>.</summary>
    public ReconnectOptions Over(ReconnectOptions common)
    {
        ArgumentNullException.ThrowIfNull(common);
        return new()
        {
            MinBackoff = MinBackoff ?? common.MinBackoff,
            MaxBackoff = MaxBackoff ?? common.MaxBackoff,
            ResetAfter = ResetAfter ?? common.ResetAfter,
            ConnectTimeout = ConnectTimeout ?? common.ConnectTimeout,
            IdleTimeout = IdleTimeout ?? common.IdleTimeout,
        };
    }
}
