namespace PanelActors.Configuration;

/// <summary>Bounds of what one source may send and keep: <c>Limits</c> (specification 7.4).</summary>
internal sealed record LimitsOptions
{
    /// <summary>Largest event in bytes; 1 KiB to 1 GiB. A larger one is skipped and counted.</summary>
    public int MaxEventBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Deepest nesting of an event's JSON; 1 to 512.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>How many follow-up alerts a store keeps; 1 to 10 000.</summary>
    public int FollowupAlerts { get; init; } = 50;

    /// <summary>Largest whole state of one source in bytes; <see cref="MaxEventBytes"/> to 1 TiB.</summary>
    public long MaxStateBytes { get; init; } = 256L * 1024 * 1024;
}
