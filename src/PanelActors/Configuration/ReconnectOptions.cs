namespace PanelActors.Configuration;

/// <summary>How a lost connection is opened again: <c>Reconnect</c> (specification 1.7).</summary>
internal sealed record ReconnectOptions
{
    /// <summary>Delay before the first new try; at most <see cref="MaxBackoff"/>.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest delay between two tries; jitter only shortens it.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a connection must have lived, with an event applied, before the delay starts over from <see cref="MinBackoff"/>.
    /// </summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long TCP and TLS may take together; a server that then stays silent is given up after <see cref="IdleTimeout"/>.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a connection may deliver no byte at all before it is given up. A feed of <see cref="Dialect.Summary"/> may be silent for
    /// minutes: for it only a value that its source sets itself counts.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(45);
}
