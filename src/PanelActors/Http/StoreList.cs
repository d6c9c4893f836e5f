using PanelActors.Composite;
using PanelActors.Configuration;
using PanelActors.Http.Access;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Http;

/// <summary>Summarises the stores of the daemon.</summary>
internal sealed class StoreList(StoreRegistry registry, PanelActorsMetrics metrics, TimeProvider time)
{
    /// <summary>The stores that the principal of a request may read, in the order of the configuration.</summary>
    public IReadOnlyList<StoreSummary> Summarize(HttpContext context)
    {
        var (stores, now, principal) = (registry.Current, time.GetUtcNow(), AccessPrincipal.Of(context));
        if (principal is null) return [];
        return
        [
            .. stores.All.Where(store => AccessPolicy.MayRead(principal, store))
                .Select(store => Summarize(store, store == stores.Default, now)),
        ];
    }

    private StoreSummary Summarize(Store store, bool isDefault, DateTimeOffset now)
    {
        var (heartbeat, since) = store.ObserveAt(now);
        var state = store.Board.Current.State;
        var (connection, composite, alerts) = (store.Connection, store as CompositeStore, ActiveAlerts.Of(state.SeverityStates));
        return new StoreSummary
        {
            Name = store.Name.Text,
            Kind = composite is null ? "source" : "composite",
            Health = heartbeat.Health.ToName(),
            Connection = connection?.PhaseName,
            Generation = state.Generation,
            UiGeneration = state.UiGeneration,
            NeedFull = state.Need.IsNeeded,
            NeedFullReason = state.Need.IsNeeded ? state.Need.LastReason : null,
            Panels = StatusPanels.Count(state.Status),
            LastError = connection?.LastError,
            Default = isDefault,
            StaleSeconds = heartbeat.AgeSeconds,
            StateSince = UnixTime.Seconds(since),
            LastErrorAt = Seconds(connection?.LastErrorAt),
            LastErrorKind = connection?.LastErrorKind,
            NextAttemptAt = Seconds(connection?.NextAttemptAt),
            Subscribers = metrics.ForStore(store.Name.Text).RelayClients,
            SizeBytes = state.Status?.Size ?? 0,
            ActiveAlerts = alerts.Count,
            CriticalAlerts = alerts.Critical,
            Members = composite is null ? null : [.. composite.MembersAt(now).Select(Summarize)],
            Replay = ReplaySummary.Of(store, time),
            ActiveMember = composite?.ActiveMember,
        };
    }

    private static MemberSummary Summarize((StoreName Name, Heartbeat Heartbeat) member) =>
        new(member.Name.Text, member.Heartbeat.Health.ToName(), member.Heartbeat.AgeSeconds);

    private static double? Seconds(DateTimeOffset? time) => time is { } known ? UnixTime.Seconds(known) : null;
}
