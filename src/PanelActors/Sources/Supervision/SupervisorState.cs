using PanelActors.Configuration;
using PanelActors.Stores;

namespace PanelActors.Sources.Supervision;

/// <summary>
/// All that the supervisor of a source knows, as an immutable value; <see cref="Apply"/> is every rule of it. When a connection ends, the
/// next one follows after the wait of <see cref="ReconnectPolicy"/>. When the state needs a baseline it gets one, at a time that <see
/// cref="ResyncSchedule"/> decides: from a new connection, or from <c>Resync:Url</c>. A connection that works is given up only when the
/// upstream has accepted the one that replaces it.
/// </summary>
/// <param name="Settings">How the source is read.</param>
/// <param name="Connections">Its connections.</param>
internal sealed record SupervisorState(IngestSettings Settings, ConnectionPair Connections)
{
    /// <summary>Attempts so far; the next one has the number after it.</summary>
    public int Attempts { get; init; }

    public ReconnectPolicy Policy { get; init; } = new(Settings.Reconnect);

    public ResyncSchedule Schedule { get; init; } = new(Settings.Resync);

    /// <summary>The timers that run.</summary>
    public SupervisorTimers Timers { get; init; }

    /// <summary>The event id after which the next connection goes on; null where that begins with a baseline.</summary>
    public EventId? Position { get; init; }

    /// <summary>Whether the state needs a baseline, as its latest batch left it.</summary>
    public bool NeedsBaseline { get; init; } = true;

    /// <summary>
    /// Whether a baseline was asked for that has not come yet. Beside <see cref="NeedsBaseline"/>: a batch that the state applied before
    /// the request reached it must not undo the request.
    /// </summary>
    public bool IsAsked { get; init; }

    /// <summary>Whether the request that <see cref="SupervisorTimers.Ask"/> waits for was put off as far as possible.</summary>
    public bool AsksLate { get; init; }

    public TimeSpan ResumeTimeout { get; init; } = Settings.ResumeTimeout;

    /// <summary>Whether the feed was asked for a baseline because it was silent, and has sent nothing new since.</summary>
    public bool IsSilenceKnown { get; init; }

    public FeedFault Fault { get; init; }

    public ResyncMode Mode => Settings.Resync.Mode;

    public bool WantsBaseline => NeedsBaseline || IsAsked;

    /// <summary>The first step of a supervisor: it connects.</summary>
    /// <param name="settings">How the source is read.</param>
    /// <param name="attempts">Attempts of earlier supervisors.</param>
    /// <param name="shown">What the latest of these showed.</param>
    /// <param name="resume">Where to go on; null = nowhere, it begins with a baseline.</param>
    /// <param name="moment">The present.</param>
    public static SupervisorStep Begin(IngestSettings settings, int attempts, ConnectionStatus shown, ResumePoint? resume, Moment moment)
    {
        // Nothing runs yet: no message is one of a current connection.
        var none = new ConnectionPair(shown with { Phase = ConnectionPhase.Stopped });
        var state = new SupervisorState(settings, none) { Attempts = attempts };
        if (resume is not null)
        {
            state = state with
            {
                Position = resume.LastEventId,
                NeedsBaseline = resume.NeedsBaseline,
                Schedule = state.Schedule.After(resume.FullCount, resume.NeedsBaseline, moment.Now),
            };
        }

        return new SupervisorStep(state, [], moment).Connect().Shown(state);
    }

    /// <summary>The state after <paramref name="input"/> at <paramref name="moment"/>, and what is to be done.</summary>
    public SupervisorStep Apply(SupervisorInput input, Moment moment)
    {
        var step = new SupervisorStep(this, [], moment);
        // What no rule matches is a message of a connection that is neither of the two, or a timer that was cancelled.
        return (input switch
        {
            ConnectionOpened opened when Connections.IsCurrent(opened.Attempt) => Connections.OpenedAt is null ? step.Open() : step,
            ConnectionOpened opened when Connections.IsReplacement(opened.Attempt) => step.OpenReplacement(),
            // Also when that attempt has just ended: what the state applied is applied, and the next connection resumes after it.
            BatchApplied batch when batch.Attempt == Connections.Attempt => step.Note(batch),
            // It may overtake the message that the upstream has accepted.
            BatchApplied batch when Connections.IsReplacement(batch.Attempt) => step.OpenReplacement().Note(batch),
            ConnectionEnded ended when Connections.IsCurrent(ended.Attempt) => step.End(ended.End),
            ConnectionEnded ended when Connections.IsReplacement(ended.Attempt) => step.EndReplacement(ended.End),
            RequestResync request => step.Request(request.Reason),
            BaselineFetched fetched => step.Fetched(fetched),
            StartSource => step.With(this with { Policy = Policy with { Failures = 0 } }).Connect(),
            RetuneIngest retuned => step.With(this with { ResumeTimeout = retuned.ResumeTimeout }),
            TimerFired fired when Timers.HasFlag(fired.Timer) => step.With(this with { Timers = Timers & ~fired.Timer }).Fire(fired.Timer),
            _ => step,
        }).Shown(this);
    }
}
