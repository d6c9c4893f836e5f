using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Sources;

/// <summary>The log lines about the state of one source.</summary>
/// <param name="source">The source.</param>
/// <param name="throttle">For events that are not applied.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where the lines go.</param>
internal sealed class StateLog(StoreName source, LogThrottle throttle, TimeProvider time, ILogger log)
{
    // A feed that keeps breaking and mending itself does not fill the log.
    private readonly LogThrottle _needs = new(time, TimeSpan.FromSeconds(1));

    public void PublisherRestarted() => log.LogInformation("{Source}: the publisher restarted", source);

    /// <summary>A state follows another one.</summary>
    public void Changed(PanelState before, PanelState after)
    {
        if (after.Need.IsNeeded == before.Need.IsNeeded || !_needs.TryPass(after.Need.IsNeeded ? "needed" : "met", out _)) return;
        if (after.Need.IsNeeded)
        {
            log.LogWarning("{Source} needs a new baseline ({Reason})", source, after.Need.LastReason);
            return;
        }

        log.LogInformation(
            "{Source} has what it needs: generation {Generation}, {Panels} panels", source, after.Generation, after.Status?.Count);
    }

    /// <summary>An event was not applied.</summary>
    public void Unapplied(PanelEvent panelEvent, EventOutcome outcome)
    {
        var reason = outcome.Reason!;
        if (IsNoFault(panelEvent, reason) || !throttle.TryPass(reason, out var heldBack)) return;
        var more = LogThrottle.More(heldBack);
        if (outcome.Kind == OutcomeKind.Lost)
        {
            log.LogWarning("{Source} sent a frame that cannot be read ({Reason}){More:l}", source, reason, more);
            return;
        }

        var what = panelEvent is UnknownEvent unknown ? LogText.Printable(unknown.Name) : panelEvent.Type;
        log.LogWarning("{Source}: {Type} dropped ({Reason}){More:l}", source, what, reason, more);
    }

    // A replay is the feed repeating itself after a reconnect, and the events in which a relay describes itself are not faults of a feed
    // that is one.
    private static bool IsNoFault(PanelEvent panelEvent, string reason) =>
        reason == DropReasons.Replay || panelEvent is UnknownEvent { Name: EventTypes.Hello or EventTypes.Heartbeat or EventTypes.Bye };
}
