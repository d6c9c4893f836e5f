using System.Collections.Immutable;
using PanelActors.Protocol;
using PanelActors.Tree;

namespace PanelActors.State;

/// <summary>
/// All that is known of one source, as an immutable value. <see cref="Apply"/> is every rule of specification 2.
/// </summary>
internal sealed record PanelState
{
    /// <summary>The state before the first event.</summary>
    public static readonly PanelState Initial = new();

    private const long Never = -1;

    // A diff makes a new state by the thousand: what it does not touch is one reference, and its times are numbers.
    private readonly SeldomChanged _seldom = SeldomChanged.Initial;
    private readonly long _lastEvent = Never;
    private readonly long _lastDiff = Never;

    private PanelState()
    {
    }

    /// <summary>The panels; null before the first baseline.</summary>
    public PanelObject? Status { get; init; }

    /// <summary>The server's generation of the baseline; null before the first.</summary>
    public long? Generation { get => _seldom.Generation; init => _seldom = _seldom with { Generation = value }; }

    /// <summary>Counts successful mutations; local and growing.</summary>
    public long UiGeneration { get; init; }

    /// <summary>Baselines taken.</summary>
    public long FullCount { get => _seldom.FullCount; init => _seldom = _seldom with { FullCount = value }; }

    /// <summary>Diffs merged.</summary>
    public long DiffAppliedCount { get; init; }

    /// <summary>Diffs dropped.</summary>
    public long DiffDroppedCount { get => _seldom.DiffDroppedCount; init => _seldom = _seldom with { DiffDroppedCount = value }; }

    /// <summary>When the latest applied event's data was current.</summary>
    public DateTimeOffset? LastEvent { get => TimeOf(_lastEvent); init => _lastEvent = TicksOf(value); }

    /// <summary>When the latest baseline's data was current.</summary>
    public DateTimeOffset? LastFull { get => _seldom.LastFull; init => _seldom = _seldom with { LastFull = value }; }

    /// <summary>When the latest applied diff's data was current.</summary>
    public DateTimeOffset? LastDiff { get => TimeOf(_lastDiff); init => _lastDiff = TicksOf(value); }

    /// <summary>How fresh the relay that this state is read from reports its own store to be; null where no relay has.</summary>
    public Health? UpstreamHealth { get => _seldom.UpstreamHealth; init => _seldom = _seldom with { UpstreamHealth = value }; }

    /// <summary>Whether a new baseline is needed.</summary>
    public ResyncNeed Need { get; init; } = ResyncNeed.Initial;

    /// <summary>Alerts by severity; null before the first.</summary>
    public PanelObject? SeverityCounts { get => _seldom.SeverityCounts; init => _seldom = _seldom with { SeverityCounts = value }; }

    /// <summary>One entry of seven keys for each kind of alert.</summary>
    public PanelObject SeverityStates { get => _seldom.SeverityStates; init => _seldom = _seldom with { SeverityStates = value }; }

    /// <summary>Follow-ups, newest first.</summary>
    public ImmutableArray<FollowupAlert> Followups { get => _seldom.Followups; init => _seldom = _seldom with { Followups = value }; }

    /// <summary>The state after <paramref name="panelEvent"/> at <paramref name="now"/>. Never throws.</summary>
    public Transition Apply(PanelEvent panelEvent, DateTimeOffset now, StateLimits limits)
    {
        var at = DataTime.Of(panelEvent, now);
        return panelEvent switch
        {
            PanelFullEvent { IsForced: true } forced when Status is not null => DropForced(forced),
            PanelFullEvent full => new Transition(ApplyFull(full, at), EventOutcome.Applied, PanelsUnlike(full.Status)),
            PanelDiffEvent diff => ApplyDiff(diff, at, limits),
            SeverityCountsEvent counts => Applied(Mutated(at) with { SeverityCounts = counts.Counts }),
            SeverityStateEvent severity => ApplySeverityState(severity, at, limits),
            FollowupAlertEvent followup => ApplyFollowup(followup, at, now, limits),
            LostEvent lost => new Transition(lost.NeedsFull ? RaiseNeed(lost.Reason) : this, EventOutcome.Lost(lost.Reason)),
            RelayStatusEvent status => new Transition(status.Health is { } said ? WithUpstreamHealth(said) : this, EventOutcome.Noted),
            UnchangedEvent => Unchanged(at),
            PublisherHelloEvent or PublisherNoteEvent => new Transition(this, EventOutcome.Noted),
            ResyncNeededEvent needed => new Transition(RaiseNeed(needed.Reason), EventOutcome.Noted),
            _ => new Transition(this, EventOutcome.Dropped(DropReasons.Unknown)),
        };
    }

    /// <summary>The state with the health that its relay reports now; null for a feed that is not a relay.</summary>
    public PanelState WithUpstreamHealth(Health? said) => said == UpstreamHealth ? this : this with { UpstreamHealth = said };

    /// <summary>The state with one more reason for a new baseline.</summary>
    public PanelState RaiseNeed(string reason) => Raised(Need.Raise(reason));

    private PanelState ApplyFull(PanelFullEvent full, DataTime at) => Mutated(at) with
    {
        Status = full.Status,
        Generation = full.Generation ?? Next(Generation),
        FullCount = FullCount + 1,
        LastFull = at.After(LastFull),
        Need = ResyncNeed.None,
    };

    // It was made for clients that had nothing at that moment; all of it but its generation may be older than the state.
    private Transition DropForced(PanelFullEvent forced)
    {
        var raised = RaiseNeed(DropReasons.GuardBaseline);
        raised = raised with { Generation = forced.Generation ?? Generation };
        return new Transition(raised, EventOutcome.Dropped(DropReasons.GuardBaseline));
    }

    private Transition ApplyDiff(PanelDiffEvent diff, DataTime at, StateLimits limits)
    {
        if (Status is null || diff.LacksBaseline) return DropDiff(DropReasons.NoBaseline);
        if (diff.Generation is { } sent && Generation is { } stored && sent != stored)
            return DropDiff(DropReasons.GenerationMismatch, sent < stored);
        if (diff.IsIncomplete) return DropDiff(DropReasons.IncompleteDiff);
        var divergences = 0;
        if (diff.Patch?.Apply(Status, ref divergences) is not { } status) return DropDiff(DropReasons.MalformedDiff);
        if (status.Size > limits.MaxStateBytes && status.Size > Status.Size) return DropDiff(DropReasons.StateLimit);

        // Spelled out where Mutated would do: this is the one mutation that comes by the thousand, and it copies once.
        var need = diff.Generation is null ? Need : Need.AfterCurrentDiff();
        var applied = this with
        {
            LastEvent = at.After(LastEvent),
            UiGeneration = UiGeneration + 1,
            Status = status,
            DiffAppliedCount = DiffAppliedCount + 1,
            LastDiff = at.After(LastDiff),
            Need = divergences == 0 ? need : need.Raise(DropReasons.Diverged),
        };
        return new Transition(applied, EventOutcome.Applied, divergences);
    }

    // Not a mutation, so that no reader takes it for a change; without panels there is nothing that could be fresh.
    private Transition Unchanged(DataTime at) =>
        Status is null ? new Transition(this, EventOutcome.Noted) : Applied(this with { LastEvent = at.After(LastEvent) });

    // Only a store that needs nothing has something to compare: its panels should be those of the baseline.
    private int PanelsUnlike(PanelObject baseline)
    {
        if (Status is null || Need.IsNeeded) return 0;
        var unlike = 0;
        foreach (var (key, panel) in baseline.Members)
        {
            if (Status.Find(key) is not { } held || !ContentHash.Of(held).Equals(ContentHash.Of(panel))) unlike++;
        }

        foreach (var (key, _) in Status.Members)
        {
            if (baseline.Find(key) is null) unlike++;
        }

        return unlike;
    }

    private Transition ApplySeverityState(SeverityStateEvent severity, DataTime at, StateLimits limits)
    {
        var key = PanelKey.Of(severity.AlertType);
        var states = SeverityStates.With(SeverityStates.Members.Set(key, severity.Entry));
        if (states.Count > StateLimits.AlertTypes || states.Size > limits.MaxStateBytes)
            return new Transition(this, EventOutcome.Dropped(DropReasons.StateLimit));

        var before = severity.Counts is { } counts ? Mutated(at) with { SeverityCounts = counts } : this;
        return Applied(before.Mutated(at) with { SeverityStates = states });
    }

    private Transition ApplyFollowup(FollowupAlertEvent followup, DataTime at, DateTimeOffset now, StateLimits limits)
    {
        var time = followup.Time ?? at.After(null) ?? now;
        var alert = new FollowupAlert(time, followup.Level, followup.AlertType, followup.Index, followup.Message);
        if (followup.Time is not null && Followups.Contains(alert)) return new Transition(this, EventOutcome.Dropped(DropReasons.Replay));

        var kept = Math.Min(Followups.Length, limits.FollowupAlerts - 1);
        return Applied(Mutated(at) with { Followups = [alert, .. Followups.AsSpan(0, kept)] });
    }

    private Transition DropDiff(string reason, bool fromOlderGeneration = false)
    {
        var raised = Raised(Need.Raise(reason, fromOlderGeneration));
        return new Transition(raised with { DiffDroppedCount = DiffDroppedCount + 1 }, EventOutcome.Dropped(reason));
    }

    private PanelState Mutated(DataTime at) => this with { LastEvent = at.After(LastEvent), UiGeneration = UiGeneration + 1 };

    private PanelState Raised(ResyncNeed need) => ReferenceEquals(need, Need) ? this : this with { Need = need };

    // A feed that counts to the end of 64 bits and then stops counting must not wrap to a generation of the past.
    private static long Next(long? generation) => generation is long.MaxValue ? long.MaxValue : (generation ?? 0) + 1;

    private static DateTimeOffset? TimeOf(long ticks) => ticks == Never ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    private static long TicksOf(DateTimeOffset? time) => time?.UtcTicks ?? Never;

    private static Transition Applied(PanelState state) => new(state, EventOutcome.Applied);
}
