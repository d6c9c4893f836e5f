namespace PanelActors.Configuration;

/// <summary>Where state is kept across restarts: <c>Persistence</c> (specification 9.1).</summary>
internal sealed record PersistenceOptions
{
    /// <summary>Whether state is kept at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The database file; a relative path starts at the working directory.</summary>
    public string Path { get; init; } = "data/panelactors.db";

    /// <summary>How often changed state is written.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A PostgreSQL connection string, used instead of the file. May hold a password: never print it.</summary>
    public string? ConnectionString { get; init; }
}
