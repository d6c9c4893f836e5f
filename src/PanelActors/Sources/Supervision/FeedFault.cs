namespace PanelActors.Sources.Supervision;

/// <summary>
/// A fault of a feed that no retry mends. It is remembered until a baseline comes that is free of it, so that other errors do
/// not hide it.
/// </summary>
/// <param name="Text">For people; null while there is none.</param>
/// <param name="FullCount">Baselines taken when it was seen last.</param>
internal readonly record struct FeedFault(string? Text, long FullCount)
{
    /// <summary>The fault after <paramref name="batch"/>.</summary>
    public FeedFault After(BatchApplied batch) => new(batch.Fault ?? (batch.FullCount > FullCount ? null : Text), batch.FullCount);

    /// <summary>What is shown of a connection that ended for another reason.</summary>
    public string Beside(string reason) => Text is null ? reason : $"{reason}; {Text}";
}
