namespace PanelActors.Configuration;

/// <summary>Bounds of what one source may send and keep: <c>Limits</c> (specification 7.4).</summary>
[Section(KeyEffect.RestartsStores)]
internal sealed record LimitsOptions
{
    [Key("The largest event in bytes; a larger one is skipped and counted", Min = 1024, Max = 1L << 30)]
    public int MaxEventBytes { get; init; } = 8 * 1024 * 1024;

    [Key("The deepest nesting of an event's JSON", Min = 1, Max = 512)]
    public int MaxDepth { get; init; } = 64;

    [Key("How many follow-up alerts a store keeps", Min = 1, Max = 10_000)]
    public int FollowupAlerts { get; init; } = 50;

    [Key("The largest whole state of one source in bytes", Min = 1024, AtLeast = nameof(MaxEventBytes), Max = 1L << 40)]
    public long MaxStateBytes { get; init; } = 256L * 1024 * 1024;
}
