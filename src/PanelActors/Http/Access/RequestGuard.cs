using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>
/// Lets requests pass that are for the daemon's own hosts, and changes that come from its own page or from outside of browsers.
/// </summary>
internal sealed class RequestGuard(HostRules hosts, RefusalLog refusals, AuditLog audit)
{
    /// <summary>Passes <paramref name="context"/> on to <paramref name="next"/>, or refuses it.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!hosts.Allow(request.Host) && !hosts.Allow(request.Host, context.Connection.LocalIpAddress) && !IsNameless(request))
            return RefuseHostAsync(context);
        if (OriginRules.OnlyReads(request.Method)) return next(context);
        return OriginRules.MayChange(request.Headers.Origin, request.Headers["Sec-Fetch-Site"].ToString(), request.Scheme, request.Host)
            ? next(context)
            : RefuseOriginAsync(context);
    }

    // HTTP/1.0 has requests without a host. Browsers do not speak it, but some health checks do.
    private static bool IsNameless(HttpRequest request) => HttpProtocol.IsHttp10(request.Protocol) && request.Headers.Host.Count == 0;

    private Task RefuseHostAsync(HttpContext context)
    {
        var host = LogText.Printable(context.Request.Host.ToString());
        audit.Refused(context, AccessDenials.Host, store: null);
        refusals.Note(HttpRefusals.Host, $"a request for the host '{host}', which is not in AllowedHosts");
        return TypedResults.Problem(
            $"This daemon does not answer for the host '{host}'. Use one of its own, or add this one to AllowedHosts in its configuration.",
            statusCode: StatusCodes.Status421MisdirectedRequest).ExecuteAsync(context);
    }

    private Task RefuseOriginAsync(HttpContext context)
    {
        var origin = LogText.Printable(context.Request.Headers.Origin.ToString());
        var own = $"{context.Request.Scheme}://{LogText.Printable(context.Request.Host.ToString())}";
        audit.Refused(context, AccessDenials.Origin, store: null);
        refusals.Note(HttpRefusals.Origin, $"a call that changes something, from the origin '{origin}', which is not {own}");
        return TypedResults.Problem(
            "Another site may not change anything here. A proxy that speaks https has to be in KnownProxies of the daemon's configuration.",
            statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
    }
}
