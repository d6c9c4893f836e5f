using System.Collections.Concurrent;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>
/// The rights of all event streams: a stream ends within two seconds of the right to it (specification 8.6). For any thread, but checked
/// by one at a time.
/// </summary>
internal sealed class StreamLeases(AccessControl control, Sessions sessions, AuditLog audit, TimeProvider time)
{
    /// <summary>What the good-bye of such a stream says.</summary>
    public const string Reason = "access";

    // A client that does not read gets no good-bye.
    private static readonly TimeSpan MaxGoodbye = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<StreamLease, bool> _leases = new();

    /// <summary>Notes a stream that begins, until <see cref="Leave"/>.</summary>
    public StreamLease Enter(HttpContext context, AccessPrincipal principal, Store store, Action end)
    {
        var lease = new StreamLease(context, principal, store, time.GetUtcNow(), end);
        _leases[lease] = true;
        return lease;
    }

    public void Leave(StreamLease lease) => _leases.TryRemove(lease, out _);

    /// <summary>Ends the streams whose right has ended or changed.</summary>
    public void Check()
    {
        var (table, now) = (control.Current, time.GetUtcNow());
        foreach (var (lease, _) in _leases)
        {
            if (IsHeld(lease, table, now)) continue;
            if (lease.End(now, MaxGoodbye)) audit.Refused(lease.Context, AccessDenials.Ended, lease.Store.Name);
        }
    }

    private bool IsHeld(StreamLease lease, AccessTable table, DateTimeOffset now) =>
        !(lease.Expires <= now)
        && table.Confirms(lease.Principal, now)
        && !sessions.IsEnded(lease.Principal)
        && AccessPolicy.MayRead(lease.Principal, lease.Store);
}
