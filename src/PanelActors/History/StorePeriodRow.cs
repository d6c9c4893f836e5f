using PanelActors.Configuration;
using PanelActors.Protocol;

namespace PanelActors.History;

/// <summary>Since when something is as it is, as the database keeps it over restarts.</summary>
/// <param name="Store">Of which store.</param>
/// <param name="Kind"><see cref="HistoryKind.Health"/> or <see cref="HistoryKind.Severity"/>.</param>
/// <param name="Name">The kind of alert; empty for the health.</param>
/// <param name="Level">The health, or the level of the alert.</param>
/// <param name="IsActive">Whether there is an alert.</param>
/// <param name="Since">Since when.</param>
/// <param name="Changed">When the level changed last; of the health, when it was seen last.</param>
internal sealed record StorePeriodRow(
    StoreName Store, HistoryKind Kind, string Name, string Level, bool IsActive, DateTimeOffset Since, DateTimeOffset Changed)
{
    public static StorePeriodRow Of(StoreName store, string alertType, AlertPeriod period) => new(
        store, HistoryKind.Severity, alertType, period.State.Level, period.State.IsActive, period.Since, period.LastChange);

    public static StorePeriodRow Of(StoreName store, Health health, DateTimeOffset since, DateTimeOffset until) =>
        new(store, HistoryKind.Health, "", health.ToName(), true, since, until);
}
