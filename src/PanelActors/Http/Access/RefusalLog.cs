using PanelActors.Telemetry;


namespace PanelActors.Http.Access;

/// <summary>Counts what is refused, and tells of it: one line of a kind every ten seconds at most, for clients can be many.</summary>
internal sealed class RefusalLog(PanelActorsMetrics metrics, TimeProvider time, ILogger<RefusalLog> log)
{
    private readonly LogThrottle _throttle = new(time, TimeSpan.FromSeconds(10));

    /// <summary>Notes one.</summary>
    /// <param name="reason">One of <see cref="HttpRefusals.Reasons"/>.</param>
    /// <param name="what">What was refused.</param>
    public void Note(string reason, string what)
    {
        metrics.Refused.Add(reason);
        if (_throttle.TryPass(reason, out var heldBack))
            log.LogInformation("Refused {What:l}{More:l}", what, LogThrottle.More(heldBack));
    }
}
