namespace PanelActors.Configuration;

/// <summary>Numbers that are kept in the database: an entry of <c>Series:Keep[]</c> (specification 10.4).</summary>
[Section(KeyEffect.AtNextStart)]
internal sealed record KeptSeriesOptions
{
    [Key("The store whose numbers are kept", IsRequired = true, Allowed = "the name of a store")]
    public StoreName Store { get; init; } = "";

    [Key("The numbers, as a JSON pointer; * stands for any characters of one part, ** for any parts", IsRequired = true,
        Allowed = HistoryRules.PathAllowed, Pattern = "^/.+$")]
    public string Path { get; init; } = "";

    [Key("The time that one row sums up")]
    public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(10);

    [Key("How long a row is kept", MaxDays = 3660)]
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(7);
}
