namespace PanelActors.Configuration;

/// <summary>What happened, kept in the database of the states: <c>History</c> (specification 10.1).</summary>
[Section(KeyEffect.AtNextStart)]
internal sealed record HistoryOptions
{
    [Key("How long an entry is kept", MaxDays = 3660)]
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    [Key("How many entries of one store are kept; the oldest go first", Min = 100, Max = 100_000_000)]
    public int MaxRows { get; init; } = 1_000_000;
}
