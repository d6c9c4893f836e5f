namespace PanelActors.Configuration;

/// <summary>Bounds of what clients may take: <c>ClientLimits</c>.</summary>
internal sealed record ClientLimitsOptions
{
    /// <summary>Most connections that are ever allowed by default, however many files the process may open.</summary>
    public const int MostByDefault = 20_000;

    /// <summary>How many of the files that the process may open are left to feeds, database, log and runtime.</summary>
    public const int ReservedFiles = 512;

    /// <summary>Connections that are allowed however few files the process may open.</summary>
    public const int FewestConnections = 16;

    /// <summary>
    /// How many HTTP connections there may be at once, 1 to 1 000 000; null = <see cref="MostByDefault"/>. Never more than the process's
    /// file limit allows: see <see cref="ConnectionsWithin"/>.
    /// </summary>
    public int? Connections { get; init; }

    /// <summary>How many connections there may be where the process may open <paramref name="files"/> files.</summary>
    public int ConnectionsWithin(long files) =>
        (int)Math.Min(Connections ?? MostByDefault, Math.Max(FewestConnections, files - ReservedFiles));
}
