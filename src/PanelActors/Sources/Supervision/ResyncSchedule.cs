using PanelActors.Configuration;

namespace PanelActors.Sources.Supervision;

/// <summary>
/// When one source is asked for a baseline: at most one request is under way, and while requests do not help the next one waits longer and
/// longer. An immutable value.
/// </summary>
internal sealed record ResyncSchedule(ResyncOptions Options)
{
    /// <summary>
    /// How long a need that may be nothing but a replayed backlog is left alone, and how soon after a baseline a feed that replays its
    /// backlog is expected to do so.
    /// </summary>
    public static readonly TimeSpan BacklogGrace = TimeSpan.FromSeconds(2);

    /// <summary>Whether a request waits for its baseline.</summary>
    public bool IsPending { get; private init; }

    private TimeSpan? BegunAt { get; init; }

    private TimeSpan Cooldown { get; init; }

    // The cooldown, less the jitter.
    private TimeSpan Wait { get; init; }

    private TimeSpan? WholeSince { get; init; }

    // For how long the state needed nothing, the last time that it did.
    private TimeSpan WholeFor { get; init; }

    private TimeSpan? BaselineAt { get; init; }

    private long FullCount { get; init; }

    /// <summary>How long the next request has to wait; zero where it may go out at once.</summary>
    public TimeSpan CooldownLeft(TimeSpan now) => BegunAt is { } begun && begun + Wait > now ? begun + Wait - now : TimeSpan.Zero;

    /// <summary>The schedule once the source is asked; the same where it has been already, and has not answered yet.</summary>
    public ResyncSchedule Begun(Moment moment)
    {
        if (IsPending) return this;
        // What was whole for a good while was helped by the request before; what was not, was not.
        var helped = BegunAt is null || WholeFor >= 2 * Cooldown;
        var cooldown = helped ? Options.Cooldown : Cooldown * 2 < Options.MaxCooldown ? Cooldown * 2 : Options.MaxCooldown;
        return this with
        {
            IsPending = true,
            BegunAt = moment.Now,
            Cooldown = cooldown,
            Wait = cooldown * (1 - (ReconnectPolicy.Jitter * moment.Random)),
            WholeFor = TimeSpan.Zero,
        };
    }

    /// <summary>The schedule once another connection begins: what the one before brought says nothing about its backlog.</summary>
    public ResyncSchedule AfterConnecting() => BaselineAt is null ? this : this with { BaselineAt = null };

    /// <summary>Whether a state that has taken <paramref name="fullCount"/> baselines has the one that is waited for.</summary>
    public bool IsFulfilledBy(long fullCount) => IsPending && fullCount > FullCount;

    /// <summary>The schedule once the state has taken <paramref name="fullCount"/> baselines. A new one ends the request.</summary>
    public ResyncSchedule After(long fullCount, bool needsBaseline, TimeSpan now)
    {
        var grew = fullCount > FullCount;
        // Most batches change nothing here.
        if (fullCount == FullCount && needsBaseline == (WholeSince is null)) return this;
        return this with
        {
            FullCount = fullCount,
            BaselineAt = grew ? now : BaselineAt,
            WholeSince = needsBaseline ? null : WholeSince ?? now,
            WholeFor = needsBaseline && WholeSince is { } since ? now - since : WholeFor,
            IsPending = IsPending && !grew,
        };
    }

    /// <summary>The schedule once no answer is waited for any more.</summary>
    public ResyncSchedule Ended() => this with { IsPending = false };

    /// <summary>
    /// How long to wait before asking for what a batch that left a need behind; null = not for this. A need that was raised by diffs of
    /// older generations alone is given time to be withdrawn, and is taken for granted right after a baseline: that is when a feed replays
    /// them, and asking again would only have it do so again.
    /// </summary>
    public TimeSpan? WaitFor(BatchApplied batch, TimeSpan now)
    {
        if (IsPending || !batch.NeedsBaseline) return null;
        var cooldown = CooldownLeft(now);
        if (!batch.MayBeBacklog) return cooldown;
        var isReplaying = BaselineAt is { } baseline && now - baseline < BacklogGrace;
        if (isReplaying || batch.DiffsDropped == 0) return null;
        return cooldown > BacklogGrace ? cooldown : BacklogGrace;
    }
}
