namespace PanelActors.Recording;

/// <summary>What the records are called in a segment.</summary>
internal static class RecordNames
{
    public const string Begin = "segment";
    public const string Mark = "state";
    public const string Started = "started";
    public const string Answered = "answered";
    public const string Read = "read";
    public const string Fetched = "fetched";
    public const string Need = "need";
    public const string Paused = "paused";
    public const string Ended = "ended";
    public const string Closed = "closed";
    public const string Gap = "gap";
    public const string End = "end";
}
