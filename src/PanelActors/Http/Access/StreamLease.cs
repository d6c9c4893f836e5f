using PanelActors.Stores;

namespace PanelActors.Http.Access;

/// <summary>One event stream and the right to it.</summary>
/// <param name="context">The request.</param>
/// <param name="principal">Who follows it.</param>
/// <param name="store">The store.</param>
/// <param name="begun">When it began.</param>
/// <param name="end">Sends the good-bye; for any thread.</param>
internal sealed class StreamLease(HttpContext context, AccessPrincipal principal, Store store, DateTimeOffset begun, Action end)
{
    private DateTimeOffset? _ended;

    public HttpContext Context => context;

    public AccessPrincipal Principal => principal;

    public Store Store => store;

    /// <summary>
    /// When the right ends by itself. One that began while clocks may differ ends with that allowance.
    /// </summary>
    public DateTimeOffset? Expires => principal.Expires > begun ? principal.Expires : principal.Expires + principal.Grace;

    /// <summary>Ends the stream: with a good-bye, and where the client does not read that in time, by cutting its connection.</summary>
    /// <returns>Whether this was the first call.</returns>
    public bool End(DateTimeOffset now, TimeSpan patience)
    {
        if (_ended is { } ended)
        {
            if (now - ended >= patience) context.Abort();
            return false;
        }

        _ended = now;
        end();
        return true;
    }
}
