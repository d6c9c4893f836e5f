namespace PanelActors.Configuration;

/// <summary>Bounds of what clients may take: <c>ClientLimits</c>.</summary>
[Section(KeyEffect.AtOnce)]
internal sealed record ClientLimitsOptions
{
    /// <summary>How many connections there may be by default, however many files the process may open.</summary>
    public const int DefaultConnections = 20_000;

    /// <summary>How many of the files that the process may open are reserved for feeds, database, log and runtime.</summary>
    public const int ReservedFiles = 512;

    /// <summary>How many connections there may be however few files the process may open.</summary>
    public const int MinConnections = 16;

    [Key("How many HTTP connections there may be at once; never more than the process's file limit less 512", Min = 1, Max = 1_000_000,
        Unset = "20,000")]
    public int? Connections { get; init; }

    [Key("How many connections one address may have", Min = 1, Max = 1_000_000, Unset = "as many as there may be")]
    public int? ConnectionsPerAddress { get; init; }

    [Key("How many event streams one client may follow", Min = 1, Max = 1_000_000, Unset = "as many as there may be")]
    public int? SubscribersPerClient { get; init; }

    [Key("How many requests one client may make in a second; twice as many at once", Min = 1, Max = 1_000_000, Unset = "any number")]
    public int? RequestsPerSecond { get; init; }

    [Key("How many event streams one client may begin in a second; twice as many at once", Min = 1, Max = 1_000_000,
        Unset = "any number")]
    public int? JoinsPerSecond { get; init; }

    [Key("How many event streams are compressed; further ones are sent as they are", Min = 0, Max = 1_000_000)]
    public int CompressedSubscribers { get; init; } = 1_000;

    /// <summary>How many connections there may be where the process may open <paramref name="files"/> files.</summary>
    public int ConnectionsWithin(long files) =>
        (int)Math.Min(Connections ?? DefaultConnections, Math.Max(MinConnections, files - ReservedFiles));
}
