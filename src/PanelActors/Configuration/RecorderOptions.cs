namespace PanelActors.Configuration;

/// <summary>What comes from the feeds, written as it came: <c>Recorder</c> (specification 12).</summary>
[Section(KeyEffect.AtNextStart)]
internal sealed record RecorderOptions
{
    [Key("Whether what comes from the feeds is recorded")]
    public bool Enabled { get; init; }

    [Key("The folder of the recordings; a relative path starts at the working directory", Allowed = RecorderRules.PathAllowed)]
    public string Path { get; init; } = "data/recordings";

    [Key("The sources that are recorded", Allowed = "names of sources", Unset = "all of them")]
    public IReadOnlyList<StoreName> Sources { get; init; } = [];

    [Key("How many bytes all recordings may take; the oldest go first", Min = 1024 * 1024, Max = 1L << 50)]
    public long MaxBytes { get; init; } = 1L << 30;

    [Key("How long a recording is kept", MaxDays = 3660)]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    [Key("How large a file of a recording becomes, in bytes", Min = 64 * 1024, Max = 1L << 40)]
    public long SegmentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Whether <paramref name="source"/> is recorded.</summary>
    public bool Records(StoreName source) => Enabled && (Sources.Count == 0 || Sources.Contains(source));
}
