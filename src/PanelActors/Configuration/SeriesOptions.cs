namespace PanelActors.Configuration;

/// <summary>The numbers of all panels over time: <c>Series</c> (specification 10.4).</summary>
[Section(KeyEffect.AtNextStart)]
internal sealed record SeriesOptions
{
    [Key("Whether numbers are kept over time at all")]
    public bool Enabled { get; init; } = true;

    [Key("How long they are kept in memory")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);

    [Key("How often they are looked at")]
    public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(1);

    [Key("How many numbers of one store are kept; what changed longest ago goes first", Min = 1, Max = 1_000_000)]
    public int MaxLeaves { get; init; } = 5000;

    [Key("How many bytes all of them may take together", Min = 64 * 1024, Max = 1L << 40)]
    public long MaxBytes { get; init; } = 64L * 1024 * 1024;

    [Key("What is kept for longer, in the database")]
    public IReadOnlyList<KeptSeriesOptions> Keep { get; init; } = [];
}
