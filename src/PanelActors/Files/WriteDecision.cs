namespace PanelActors.Files;

/// <param name="Kind">What to do about a file now.</param>
/// <param name="Delay">How long to wait before deciding again, for <see cref="WriteDecisionKind.Wait"/> only.</param>
internal readonly record struct WriteDecision(WriteDecisionKind Kind, TimeSpan Delay = default)
{
    public static readonly WriteDecision None = new(WriteDecisionKind.None);

    public static readonly WriteDecision Write = new(WriteDecisionKind.Write);

    public static WriteDecision Wait(TimeSpan delay) => new(WriteDecisionKind.Wait, delay);
}

internal enum WriteDecisionKind
{
    /// <summary>The file is up to date.</summary>
    None,

    /// <summary>It is too early to write.</summary>
    Wait,

    Write,
}
