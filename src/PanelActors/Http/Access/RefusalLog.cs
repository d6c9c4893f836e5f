using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>Counts and logs refused requests, one line of each kind in ten seconds at most, since clients can be many.</summary>
internal sealed class RefusalLog(PanelActorsMetrics metrics, TimeProvider time, ILogger<RefusalLog> log)
{
    private readonly LogThrottle _throttle = new(time, TimeSpan.FromSeconds(10));

    /// <param name="reason">One of <see cref="HttpRefusals.Reasons"/>.</param>
    /// <param name="what">What was refused.</param>
    public void Note(string reason, string what)
    {
        metrics.Refused.Add(reason);
        if (_throttle.TryPass(reason, out var heldBack))
            log.LogInformation("Refused {What:l}{More:l}", what, LogThrottle.More(heldBack));
    }
}
