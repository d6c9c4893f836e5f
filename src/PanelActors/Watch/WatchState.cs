using PanelActors.Configuration;
using PanelActors.Http;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>All that the terminal view knows of the daemon, as an immutable value; <see cref="Apply"/> is every rule of it.</summary>
internal sealed record WatchState(DateTimeOffset Start)
{
    private static readonly StateLimits Limits = new(MaxStateBytes: long.MaxValue);

    /// <summary>The store that is watched, by the daemon's spelling; null before the first hello.</summary>
    public string? Store { get; init; }

    /// <summary>The store's panels and alerts.</summary>
    public PanelState Panels { get; init; } = PanelState.Initial;

    /// <summary>How old they are.</summary>
    public WatchFreshness Freshness { get; init; } = WatchFreshness.Unknown;

    /// <summary>How this client stands with the daemon.</summary>
    public WatchLink Link { get; init; } = new(LinkPhase.Connecting, Start);

    /// <summary>Whether there ever was a connection.</summary>
    public bool WasConnected { get; init; }

    /// <summary>The daemon's stores, as it listed them last.</summary>
    public IReadOnlyList<StoreSummary> Stores { get; init; } = [];

    /// <summary>When it did.</summary>
    public DateTimeOffset StoresAt { get; init; } = Start;

    /// <summary>Whether all stores are watched by their list, and none of them closely.</summary>
    public bool IsOverview { get; init; }

    /// <summary>Since when the alerts are as they are.</summary>
    public AlertPeriods Periods { get; init; } = AlertPeriods.Unknown;

    /// <summary>How the numbers of the panels went; null where that is not looked at.</summary>
    public TrendBook? Trends { get; init; } = TrendBook.Empty;

    /// <summary>What happened to the store, or to all of them.</summary>
    public Timeline Timeline { get; init; } = Timeline.Unknown;

    /// <summary>Events received so far.</summary>
    public long Events { get; init; }

    /// <summary>Events a second.</summary>
    public EventRate Rate { get; init; } = EventRate.None;

    /// <summary>Whether the baseline that this connection began with is complete, alerts included.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Whether something was lost on the way, so that only a new baseline tells what is true.</summary>
    public bool MustStartOver { get; init; }

    /// <summary>What the daemon lists of the store that is watched.</summary>
    public StoreSummary? Summary => Stores.FirstOrDefault(store => new StoreName(store.Name) == Store);

    /// <summary>The state of another store, of which nothing is known yet.</summary>
    public WatchState Switched(string store, DateTimeOffset now) =>
        new(now) { Store = store, Stores = Stores, StoresAt = StoresAt, Trends = Trends is null ? null : TrendBook.Empty };

    /// <summary>The state in which all stores are watched.</summary>
    public WatchState Overviewed(DateTimeOffset now) => Switched("", now) with
    {
        Store = null,
        IsOverview = true,
        WasConnected = true,
        Link = Link.IsDown ? Link with { Phase = LinkPhase.Silent, RetryAt = null } : new WatchLink(LinkPhase.Live, now),
    };

    /// <summary>The state after <paramref name="input"/> at <paramref name="now"/>.</summary>
    public WatchState Apply(WatchInput input, DateTimeOffset now) => Next(input, now).Looked(now);

    private WatchState Next(WatchInput input, DateTimeOffset now) => input switch
    {
        WatchInput.Hello hello => this with
        {
            Store = hello.Store,
            Link = new WatchLink(LinkPhase.Live, now),
            WasConnected = true,
            IsSettled = hello.Resumed,
            MustStartOver = false,
        },
        WatchInput.Event happened => Alive(now).ApplyEvent(happened, now),
        WatchInput.Beat beat => Alive(now) with { Freshness = WatchFreshness.AfterBeat(beat.Body, now), IsSettled = true },
        WatchInput.Alive => Alive(now),
        WatchInput.Lost lost => this with
        {
            Link = new WatchLink(LinkPhase.Lost, Link.Phase == LinkPhase.Lost ? Link.Since : now, lost.Reason, now + lost.RetryIn),
        },
        WatchInput.Stores stores => Alive(now) with { Stores = stores.All, StoresAt = now },
        WatchInput.Periods periods => this with { Periods = periods.All },
        WatchInput.Series series => this with { Trends = Trends?.Primed(series.All, now) },
        WatchInput.History { Page: { } page } history =>
            this with { Timeline = history.Before is { } before ? Timeline.Older(before, page) : Timeline.Newest(page) },
        WatchInput.History history => this with { Timeline = Timeline with { Fault = history.Fault } },
        WatchInput.Silent silent when Link.Phase == LinkPhase.Live =>
            this with { Link = new WatchLink(LinkPhase.Silent, now, silent.Reason) },
        _ => this,
    };

    // Numbers that are not fresh are none.
    private WatchState Looked(DateTimeOffset now) =>
        Trends is not null && Panels.Status is { } status && Link.Phase == LinkPhase.Live
        && Freshness.HealthAt(now) is Health.Ok or Health.Warn
            ? this with { Trends = Trends.Look(status, now) }
            : this;

    // A byte of the daemon ends a silence, not the loss of a connection.
    private WatchState Alive(DateTimeOffset now) =>
        Link.Phase == LinkPhase.Silent ? this with { Link = new WatchLink(LinkPhase.Live, now) } : this;

    private WatchState ApplyEvent(WatchInput.Event happened, DateTimeOffset now)
    {
        var before = happened.StartsOver
            ? Panels with { SeverityCounts = null, SeverityStates = PanelObject.Empty, Followups = [] }
            : Panels;
        var transition = before.Apply(happened.Content, now, Limits);
        if (transition.Outcome.Kind != OutcomeKind.Applied)
        {
            var (kind, reason) = (transition.Outcome.Kind, transition.Outcome.Reason);
            var isReplay = kind == OutcomeKind.Noted || reason == DropReasons.Replay || happened.Content is UnknownEvent;
            return this with { Panels = transition.State, MustStartOver = MustStartOver || !isReplay };
        }

        return this with
        {
            Panels = WithoutGone(transition.State, happened.Content),
            Periods = PeriodsAfter(happened.Content, before),
            Freshness = Freshness.AfterEvent(happened.Content.Age, now),
            Events = Events + 1,
            Rate = Rate.Count(now),
        };
    }

    private AlertPeriods PeriodsAfter(PanelEvent content, PanelState before)
    {
        if (content is not SeverityStateEvent severity || before.SeverityStates.Find(PanelKey.Of(severity.AlertType)) is not { } known)
            return Periods;
        var (was, entry) = (AlertEntry.Read(severity.AlertType, known), AlertEntry.Read(severity.AlertType, severity.Entry));
        return (was.Level, was.IsActive) == (entry.Level, entry.IsActive) ? Periods : Periods.Without(entry.Type);
    }

    // The relay empties the alert types of a member that is gone.
    private static PanelState WithoutGone(PanelState state, PanelEvent content)
    {
        if (content is not SeverityStateEvent severity || !IsNothing(severity.Entry)) return state;
        var others = state.SeverityStates.Members.Remove(PanelKey.Of(severity.AlertType));
        return state with { SeverityStates = state.SeverityStates.With(others) };
    }

    private static bool IsNothing(PanelObject entry)
    {
        foreach (var (_, value) in entry.Members)
        {
            if (value is not PanelLeaf leaf || !(leaf.Json.SequenceEqual("null"u8) || leaf.Json.SequenceEqual("[]"u8))) return false;
        }

        return true;
    }
}
