using PanelActors.Sources;

namespace PanelActors.Recording;

/// <summary>One record of a segment.</summary>
/// <param name="At">When it was made.</param>
internal abstract record Record(DateTimeOffset At)
{
    /// <summary>The first of every segment.</summary>
    /// <param name="At">When the segment begins.</param>
    /// <param name="Program">The program that wrote it, with its version.</param>
    /// <param name="Settings">How the source was read.</param>
    public sealed record Begin(DateTimeOffset At, string Program, RecordedSettings Settings) : Record(At);

    /// <summary>What came to the source.</summary>
    public sealed record Item(SourceItem What) : Record(What.At);

    /// <summary>What came here was not written: until the next mark it is not known what the state was.</summary>
    /// <param name="At">When that was noticed.</param>
    /// <param name="Items">How many items are missing.</param>
    /// <param name="Bytes">The bytes of the feed among them.</param>
    public sealed record Gap(DateTimeOffset At, long Items, long Bytes) : Record(At);

    /// <summary>The last of a segment that was written to its end.</summary>
    public sealed record End(DateTimeOffset At) : Record(At);
}
