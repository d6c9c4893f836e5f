namespace PanelActors.Configuration;

/// <summary>Where state is kept across restarts: <c>Persistence</c> (specification 9.1).</summary>
[Section(KeyEffect.AtNextStart)]
internal sealed record PersistenceOptions
{
    public const string ConnectionStringAllowed = "a PostgreSQL connection string with a Host";

    [Key("Whether state is kept at all")]
    public bool Enabled { get; init; } = true;

    [Key("The database file; a relative path starts at the working directory", Allowed = OutputRules.PathAllowed)]
    public string Path { get; init; } = "data/panelactors.db";

    [Key("How often changed state is written")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    [Key("PostgreSQL in place of the file", Allowed = ConnectionStringAllowed, IsSecret = true)]
    public string? ConnectionString { get; init; }
}
