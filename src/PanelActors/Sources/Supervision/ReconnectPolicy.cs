using PanelActors.Configuration;
using PanelActors.Sources.Http;

namespace PanelActors.Sources.Supervision;

/// <summary>
/// When a source is asked again: exponential backoff between <c>MinBackoff</c> and <c>MaxBackoff</c>, never below what the stream's
/// own <c>retry:</c> asks for. An immutable value; <see cref="After"/> gives the next one.
/// </summary>
internal sealed record ReconnectPolicy(ReconnectOptions Options)
{
    /// <summary>Jitter takes away up to this part of a wait, and never adds to it: <c>MaxBackoff</c> is never exceeded.</summary>
    public const double Jitter = 0.25;

    /// <summary>Connections that ended since one proved itself.</summary>
    public int Failures { get; init; }

    /// <summary>The stream's <c>retry:</c>, which holds beyond the connection it came on.</summary>
    public TimeSpan? Floor { get; init; }

    /// <summary>
    /// The policy after a connection ended, and the wait before the next; null = none follows.
    /// </summary>
    /// <param name="end">Why it ended.</param>
    /// <param name="lived">For how long it was open.</param>
    /// <param name="applied">
    /// Whether it brought an event that was applied. Without one its length proves nothing: a 200 is easily had.
    /// </param>
    /// <param name="random">At least 0, less than 1.</param>
    public (ReconnectPolicy Next, TimeSpan? Delay) After(ConnectionEnd end, TimeSpan lived, bool applied, double random)
    {
        if (end.Retry == Retry.No) return (this with { Failures = 0 }, null);

        var failures = applied && lived >= Options.ResetAfter ? 1 : Failures + 1;
        var delay = (end.Retry == Retry.Slowly ? Options.MaxBackoff : Exponential(failures)) * (1 - (Jitter * random));
        if (Floor is { } floor && delay < floor) delay = floor < Options.MaxBackoff ? floor : Options.MaxBackoff;
        if (end.After is { } asked && delay < asked) delay = asked;
        return (this with { Failures = failures }, delay);
    }

    private TimeSpan Exponential(int failures)
    {
        // 2^30 times any sensible minimum is beyond any sensible maximum; further doubling would only overflow.
        var seconds = Options.MinBackoff.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 30));
        return seconds < Options.MaxBackoff.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Options.MaxBackoff;
    }
}
