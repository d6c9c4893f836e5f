using System.Text.Json.Nodes;
using PanelActors.Configuration;
using PanelActors.History;

namespace PanelActors.Notify;

/// <summary>Writes notifications as alerts of an Alertmanager. Pure.</summary>
internal static class AlertBody
{
    // One repetition, or a few, may be lost.
    private const int RepeatsInLife = 5;

    // What only happens is not repeated.
    private static readonly TimeSpan FollowupLife = TimeSpan.FromMinutes(5);

    /// <summary>For how long an Alertmanager shows what it is not sent again.</summary>
    public static TimeSpan LifeFor(NotifyOptions receiver) => receiver.Repeat * RepeatsInLife;

    /// <summary>The body of a notification. An alert is another one where its severity is: what was shown before ends.</summary>
    public static string Of(NotifyOptions receiver, Notification notification, DateTimeOffset now)
    {
        var (entry, condition) = (notification.Entry, notification.Condition);
        var alerts = new JsonArray();
        if (notification.Before is { } before && new Condition(before.Name, before.Value).IsAlertFor(receiver))
            alerts.Add((JsonNode)Alert(before, before.Since, entry.At > before.Since ? entry.At : before.Since));
        var isFollowup = condition.Name.Length == 0;
        if (isFollowup || condition.IsAlertFor(receiver))
        {
            var name = isFollowup ? $"{Condition.Followup}:{entry.Title}" : condition.Name;
            var row = new NotifiedRow(
                receiver.Name, HistoryTable.KeyOf(entry.Store), name, condition.Value, entry.At, entry.Title, entry.Detail);
            // From now on: a follow-up has the time of the feed's clock, which may be long ago or yet to come.
            alerts.Add((JsonNode)Alert(row, entry.At < now ? entry.At : now, now + (isFollowup ? FollowupLife : LifeFor(receiver))));
        }

        return alerts.ToJsonString();
    }

    /// <summary>What an Alertmanager is sent again, so that it goes on to show it.</summary>
    public static string Repeat(NotifyOptions receiver, IEnumerable<NotifiedRow> active, DateTimeOffset now) => new JsonArray(
        [.. active.Select(row => (JsonNode)Alert(row, row.Since < now ? row.Since : now, now + LifeFor(receiver)))]).ToJsonString();

    private static JsonObject Alert(NotifiedRow row, DateTimeOffset startsAt, DateTimeOffset endsAt)
    {
        var colon = row.Name.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? row.Name : row.Name[..colon];
        var labels = new JsonObject
        {
            ["alertname"] = kind switch
            {
                Condition.Health => "PanelActorsHealth",
                Condition.NeedFull => "PanelActorsNeedFull",
                Condition.Source => "PanelActorsSource",
                Condition.Followup => "PanelActorsFollowup",
                _ => "PanelActorsSeverity",
            },
            ["store"] = row.Store,
            ["severity"] = SeverityOf(row.Value),
            ["value"] = NotificationBody.TextOf(row.Value.ToLowerInvariant()),
        };
        if (colon >= 0 && colon + 1 < row.Name.Length) labels["alert_type"] = NotificationBody.TextOf(row.Name[(colon + 1)..]);
        var title = row.Title.Length > 0 ? row.Title : $"{row.Name} {row.Value}";
        return new JsonObject
        {
            ["labels"] = labels,
            ["annotations"] = new JsonObject
            {
                ["summary"] = NotificationBody.TextOf($"{row.Store}: {title}"),
                ["description"] = NotificationBody.TextOf(row.Detail),
            },
            ["startsAt"] = NotificationBody.TimeOf(startsAt),
            ["endsAt"] = NotificationBody.TimeOf(endsAt),
        };
    }

    private static string SeverityOf(string value) => value.ToLowerInvariant() switch
    {
        "stale" or "critical" or "stopped" => "critical",
        "info" => "info",
        _ => "warning",
    };
}
