namespace PanelActors.Benchmarks.Workloads;

/// <summary>What a generated stream is like.</summary>
public enum WorkloadKind
{
    /// <summary>As the real feed: structured diffs of about 230 bytes, 4 % severity counts, 3 % severity states, 2 % follow-ups.</summary>
    Real,

    /// <summary>Merge patches in envelopes of 64 bytes.</summary>
    Small,

    /// <summary>Structured diffs of about 64 KiB.</summary>
    Large,

    /// <summary>Every tenth event is a baseline; the others are as in <see cref="Real"/>.</summary>
    Full,
}
