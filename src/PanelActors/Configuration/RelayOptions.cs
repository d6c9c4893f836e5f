namespace PanelActors.Configuration;

/// <summary>How subscribers are served: <c>Relay</c> (specification 5.8 and 7.4).</summary>
internal sealed record RelayOptions
{
    /// <summary>How many sent events a store keeps for clients that come back; 1 to 10 000 000.</summary>
    public int RingEvents { get; init; } = 10_000;

    /// <summary>How many bytes of sent events a store keeps; 64 KiB to 64 GiB.</summary>
    public long RingBytes { get; init; } = 32L * 1024 * 1024;

    /// <summary>How many bytes may wait for one client before its backlog becomes one baseline; 4 KiB to 1 GiB.</summary>
    public int ClientBufferBytes { get; init; } = 1024 * 1024;

    /// <summary>How many clients may be connected at once; 1 to 1 000 000.</summary>
    public int MaxClients { get; init; } = 10_000;

    /// <summary>How long one write to a client may take before the client is dropped.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest silence on a client's connection; then a comment is sent.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a heartbeat event is sent.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Origins whose pages may read this daemon: <c>http(s)://host[:port]</c>, or <c>*</c> for all. None by default.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
}
