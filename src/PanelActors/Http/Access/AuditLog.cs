using System.Net;
using System.Threading.RateLimiting;
using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>
/// One structured line for each refusal, each call that changes something, each login and log-out (specification 8.15). Its property
/// <c>Audit</c> sets it apart, so that the configuration can route it to a file. What was shown is never part of it.
/// </summary>
/// <remarks>
/// Refusals cost nothing to cause: beyond a hundred at once, and twenty a second, they are counted and not written, and the next line
/// says how many there were.
/// </remarks>
internal sealed class AuditLog(PanelActorsMetrics metrics, ILogger<AuditLog> log) : IDisposable
{
    private const string Line = "{Audit:l}: {Who:l} from {From:l}, {What:l}{Store:l}, {Outcome:l}{More:l}";
    private const int MaxWhat = 200;

    private readonly TokenBucketRateLimiter _lines = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 100,
        TokensPerPeriod = 20,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    });

    private long _heldBack;

    /// <summary>A request was refused.</summary>
    /// <param name="context">The request.</param>
    /// <param name="reason">One of <see cref="AccessDenials.Reasons"/>.</param>
    /// <param name="store">The store that it was about, where that matters.</param>
    public void Refused(HttpContext context, string reason, StoreName? store)
    {
        if (MayWrite(reason, out var heldBack))
            Write(LogLevel.Warning, "refused", context, AccessPrincipal.Of(context), store, reason, heldBack);
    }

    /// <summary>A connection was refused before there was a request, since its client has to show a certificate.</summary>
    /// <param name="from">Whose.</param>
    /// <param name="reason">One of <see cref="AccessDenials.Reasons"/>.</param>
    public void RefusedHandshake(EndPoint? from, string reason)
    {
        if (MayWrite(reason, out var heldBack))
            Write(LogLevel.Warning, "refused", "unknown", (from as IPEndPoint)?.Address, "a TLS handshake", store: null, reason, heldBack);
    }

    /// <summary>A call that changes something was made.</summary>
    /// <param name="context">The request.</param>
    /// <param name="store">The store that it changes.</param>
    /// <param name="outcome">The status of its answer.</param>
    public void Control(HttpContext context, StoreName store, int outcome) =>
        Write(LogLevel.Information, "control", context, AccessPrincipal.Of(context), store, $"{outcome}", heldBack: 0);

    /// <summary>A login or log-out.</summary>
    public void Session(HttpContext context, AccessPrincipal member, string outcome) =>
        Write(LogLevel.Information, "session", context, member, store: null, outcome, heldBack: 0);

    public void Dispose() => _lines.Dispose();

    private bool MayWrite(string reason, out long heldBack)
    {
        metrics.Denied.Add(reason);
        if (_lines.AttemptAcquire().IsAcquired)
        {
            heldBack = Interlocked.Exchange(ref _heldBack, 0);
            return true;
        }

        Interlocked.Increment(ref _heldBack);
        heldBack = 0;
        return false;
    }

    private void Write(
        LogLevel level, string audit, HttpContext context, AccessPrincipal? who, StoreName? store, string outcome, long heldBack) =>
        Write(
            level, audit, who?.Display ?? "unknown", context.Connection.RemoteIpAddress, $"{context.Request.Method} {context.Request.Path}",
            store, outcome, heldBack);

    private void Write(
        LogLevel level, string audit, string who, IPAddress? from, string what, StoreName? store, string outcome, long heldBack) =>
        log.Log(
            level, Line, audit, LogText.Printable(who), from?.ToString() ?? "unknown",
            LogText.Line(what.Length > MaxWhat ? what[..MaxWhat] : what), store is null ? "" : $" on {store}", outcome,
            LogThrottle.More(heldBack));
}
