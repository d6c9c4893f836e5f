using System.Globalization;
using PanelActors.Configuration;
using PanelActors.Sources;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;
using PanelActors.Stores;

namespace PanelActors.Tests.Sources.Supervision;

/// <summary>A supervisor without an actor: its state, its time, and what it wants done, as text.</summary>
internal sealed class Supervised
{
    /// <summary>What the clock shows at the beginning.</summary>
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private Supervised(SupervisorStep first) => (State, Effects) = (first.State, Text(first));

    public SupervisorState State { get; private set; }

    /// <summary>What the latest input had as effects.</summary>
    public string Effects { get; private set; }

    public TimeSpan Now { get; private set; }

    public static Supervised Begin(ResyncMode mode = ResyncMode.Reconnect, ResumePoint? resume = null)
    {
        var settings = new IngestSettings(
            "feed", new UpstreamRequest(new Uri("http://127.0.0.1:9/")), DiffForm.Auto, new LimitsOptions(), new ReconnectOptions(),
            new ResyncOptions { Mode = mode });
        var nothing = new ConnectionStatus(ConnectionPhase.Connecting, 0, null);
        return new Supervised(SupervisorState.Begin(settings, attempts: 0, nothing, resume, MomentAt(TimeSpan.Zero)));
    }

    /// <summary>A supervisor in the state of that name.</summary>
    public static Supervised In(string name) => name switch
    {
        "connecting" => Begin(),
        "resuming" => Begin(resume: new ResumePoint(EventId.Of("41"), NeedsBaseline: false, FullCount: 7)),
        "silent" => In("resuming").After(new ConnectionOpened(1)).Pass(30),
        "open" => In("connecting").After(new ConnectionOpened(1)),
        "whole" => In("open").After(Batch(1)).Pass(60),
        "asked" => In("open").After(Batch(1)).After(new RequestResync("test")),
        "replacing" => In("whole").After(Batch(1) with { NeedsBaseline = true, DiffsDropped = 1 }),
        "waiting" => In("whole").After(new ConnectionEnded(1, ConnectionEnds.Reset)),
        "stopped" => In("whole").After(new ConnectionEnded(1, ConnectionEnds.NoContent)),
        "http" => Begin(ResyncMode.Http),
        "none" => Begin(ResyncMode.None).After(new ConnectionOpened(1)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such state"),
    };

    /// <summary>A batch that left the state whole, with its first baseline.</summary>
    public static BatchApplied Batch(int attempt) =>
        new(attempt, 1, EventId.Of("7"), null, NeedsBaseline: false, FullCount: 1) { Events = 1, News = 1 };

    public Supervised After(SupervisorInput input)
    {
        var step = State.Apply(input, MomentAt(Now));
        (State, Effects) = (step.State, Text(step));
        return this;
    }

    public Supervised Pass(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    private static Moment MomentAt(TimeSpan now) => new(now, Start + now, Random: 0);

    private static string Text(SupervisorStep step) => string.Join("; ", step.Effects.Select(Text));

    private static string Text(SupervisorEffect effect) => effect switch
    {
        SupervisorEffect.StartConnection { Plan: var plan } => $"start {plan.Attempt}{Text(plan)}",
        SupervisorEffect.StopConnection stop => $"stop {stop.Attempt}",
        SupervisorEffect.StartTimer start => string.Create(CultureInfo.InvariantCulture, $"{start.Timer} in {start.Wait.TotalSeconds} s"),
        SupervisorEffect.CancelTimer cancel => $"cancel {cancel.Timer}",
        SupervisorEffect.FetchBaseline => "fetch",
        SupervisorEffect.DeliverBaseline baseline => $"deliver to {baseline.Attempt}",
        SupervisorEffect.RaiseNeed need => $"need {need.Reason}",
        SupervisorEffect.ShowStatus { Status: { LastError: { } error } status } => $"show {status.Phase} {status.Attempt} ({error})",
        SupervisorEffect.ShowStatus { Status: var status } => $"show {status.Phase} {status.Attempt}",
        SupervisorEffect.ForgetUpstreamPath => "forget path",
        SupervisorEffect.CountReconnect count => $"reconnect {count.Reason}",
        SupervisorEffect.CountResync count => $"resync {count.Outcome}",
        SupervisorEffect.Log log => $"log {log.Note.GetType().Name}",
        _ => throw new ArgumentOutOfRangeException(nameof(effect)),
    };

    private static string Text(ConnectionPlan plan)
    {
        var start = plan.Request.ForceFull ? " from a baseline" : plan.Request.LastEventId is { } id ? $" after {id}" : "";
        return plan.IsReplacement ? $"{start} as replacement" : start;
    }
}
