namespace PanelActors.Configuration;

/// <summary>Bounds of what clients may take: <c>ClientLimits</c>.</summary>
[Section(KeyEffect.AtNextStart)]
internal sealed record ClientLimitsOptions
{
    /// <summary>How many connections there may be by default, however many files the process may open.</summary>
    public const int DefaultConnections = 20_000;

    /// <summary>How many of the files that the process may open are left to feeds, database, log and runtime.</summary>
    public const int ReservedFiles = 512;

    /// <summary>How many connections there may be however few files the process may open.</summary>
    public const int MinConnections = 16;

    [Key("How many HTTP connections there may be at once; never more than the process's file limit less 512", Min = 1, Max = 1_000_000,
        Unset = "20,000")]
    public int? Connections { get; init; }

    /// <summary>How many connections there may be where the process may open <paramref name="files"/> files.</summary>
    public int ConnectionsWithin(long files) =>
        (int)Math.Min(Connections ?? DefaultConnections, Math.Max(MinConnections, files - ReservedFiles));
}
