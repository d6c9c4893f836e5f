namespace PanelActors.Configuration;

/// <summary>How a lost connection is opened again: <c>Reconnect</c> (specification 1.7).</summary>
[Section(KeyEffect.RestartsStores)]
internal sealed record ReconnectOptions
{
    [Key("The delay before the first new try; at most MaxBackoff")]
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromSeconds(1);

    // Jitter only shortens it.
    [Key("The longest delay between two tries; above StaleAfter a source that only waits is reported stale")]
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    [Key("How long a connection must have lived, with an event applied, before the delay starts over")]
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromSeconds(30);

    // A server that is silent after that is given up after IdleTimeout.
    [Key("How long TCP and TLS may take together")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    [Key("How long a connection may deliver no byte; for a feed that speaks summary only its source's own value counts")]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(45);
}
