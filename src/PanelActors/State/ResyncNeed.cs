using System.Collections.Immutable;

namespace PanelActors.State;

/// <summary>
/// Whether a new baseline is needed, and why (specification 2.3). Begins as needed, without a reason: there is no
/// baseline yet.
/// </summary>
internal sealed record ResyncNeed
{
    /// <summary>At most this many reasons are kept.</summary>
    public const int MaxReasons = 10;

    /// <summary>What stands in where there is a need without a reason.</summary>
    public const string DefaultReason = "snapshot_required";

    /// <summary>Reason: the feed cannot, or evidently did not, go on where the state left off.</summary>
    public const string ResumeFailed = "resume_failed";

    /// <summary>Reason: the feed was to go on after an event, and brought nothing.</summary>
    public const string ResumeSilent = "resume_silent";

    /// <summary>Reason: the publisher restarted, and the panels are of its run before.</summary>
    public const string PublisherRestarted = "publisher_restarted";

    /// <summary>No need.</summary>
    public static readonly ResyncNeed None = new(false, [], false);

    /// <summary>The need every store begins with.</summary>
    public static readonly ResyncNeed Initial = new(true, [], false);

    private ResyncNeed(bool isNeeded, ImmutableArray<string> reasons, bool mayBeBacklog) =>
        (IsNeeded, Reasons, MayBeBacklog) = (isNeeded, reasons, mayBeBacklog);

    /// <summary>Whether a baseline is needed.</summary>
    public bool IsNeeded { get; }

    /// <summary>Why, oldest first; no two neighbours are equal.</summary>
    public ImmutableArray<string> Reasons { get; }

    /// <summary>
    /// Whether nothing but diffs of older generations raised the need: a feed that replays its backlog sends those, and
    /// then nothing is wrong.
    /// </summary>
    public bool MayBeBacklog { get; }

    /// <summary>The latest reason.</summary>
    public string LastReason => Reasons.IsEmpty ? DefaultReason : Reasons[^1];

    /// <summary>The need that was like this; null where no need can be.</summary>
    public static ResyncNeed? Restore(bool isNeeded, ImmutableArray<string> reasons, bool mayBeBacklog)
    {
        if (!isNeeded) return reasons.IsEmpty && !mayBeBacklog ? None : null;
        if (reasons.Length > MaxReasons || (mayBeBacklog && reasons.IsEmpty)) return null;
        for (var i = 1; i < reasons.Length; i++)
        {
            if (reasons[i] == reasons[i - 1]) return null;
        }

        return new ResyncNeed(true, reasons, mayBeBacklog);
    }

    /// <summary>The need with one more reason.</summary>
    public ResyncNeed Raise(string reason, bool fromOlderGeneration = false)
    {
        var mayBeBacklog = fromOlderGeneration && (!IsNeeded || MayBeBacklog);
        if (IsNeeded && mayBeBacklog == MayBeBacklog && !Reasons.IsEmpty && Reasons[^1] == reason) return this;
        var reasons = !Reasons.IsEmpty && Reasons[^1] == reason ? Reasons : Reasons.Add(reason);
        return new ResyncNeed(true, reasons.Length > MaxReasons ? reasons.RemoveAt(0) : reasons, mayBeBacklog);
    }

    /// <summary>The need after a diff of the stored generation was applied: withdrawn if it may have been just a backlog.</summary>
    public ResyncNeed AfterCurrentDiff() => MayBeBacklog ? None : this;
}
