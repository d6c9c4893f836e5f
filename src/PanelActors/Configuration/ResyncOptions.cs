namespace PanelActors.Configuration;

/// <summary>How a source is asked for a new baseline: <c>Sources[]:Resync</c> (specification 2.11).</summary>
internal sealed record ResyncOptions
{
    /// <summary>The way to ask.</summary>
    public ResyncMode Mode { get; init; } = ResyncMode.Reconnect;

    /// <summary>Absolute http or https URL; needed by <see cref="ResyncMode.Http"/> and unused otherwise.</summary>
    public string? Url { get; init; }

    /// <summary>Whether a bare status object counts as a baseline in the answer to <see cref="ResyncMode.Http"/>.</summary>
    public bool Bare { get; init; }

    /// <summary>How long one request may take before it counts as failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Shortest time between two requests; doubles up to <see cref="MaxCooldown"/> while requests do not help.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest time between two requests; at least <see cref="Cooldown"/>.</summary>
    public TimeSpan MaxCooldown { get; init; } = TimeSpan.FromSeconds(60);
}
