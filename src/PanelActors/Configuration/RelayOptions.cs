namespace PanelActors.Configuration;

/// <summary>How subscribers are served: <c>Relay</c> (specification 5.8 and 7.4).</summary>
[Section(KeyEffect.AtNextStart)]
internal sealed record RelayOptions
{
    [Key("How many sent events a store keeps for clients that come back", Min = 1, Max = 10_000_000)]
    public int RingEvents { get; init; } = 10_000;

    [Key("How many bytes of sent events a store keeps", Min = 64 * 1024, Max = 1L << 36)]
    public long RingBytes { get; init; } = 32L * 1024 * 1024;

    [Key("How many bytes may wait for one client before its backlog becomes one baseline", Min = 4 * 1024, Max = 1L << 30)]
    public int ClientBufferBytes { get; init; } = 1024 * 1024;

    [Key("How many clients may be connected at once", Min = 1, Max = 1_000_000)]
    public int MaxClients { get; init; } = 10_000;

    [Key("How long one write to a client may take before the client is dropped")]
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    [Key("The longest silence on a client's connection; then a comment is sent")]
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    [Key("How often a heartbeat event is sent")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    [Key("Origins whose pages may read this daemon", Allowed = UrlRules.OriginAllowed, Pattern = UrlRules.OriginPattern)]
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
}
