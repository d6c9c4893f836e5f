using System.Globalization;
using System.Text.Json.Nodes;
using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Telemetry;

namespace PanelActors.Notify;

/// <summary>Writes notifications as receivers read them. Pure.</summary>
internal static class NotificationBody
{
    /// <summary>The body of a notification.</summary>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="notification">What it says.</param>
    /// <param name="now">The present.</param>
    public static string Of(NotifyOptions receiver, Notification notification, DateTimeOffset now) =>
        receiver.Format == NotifyFormat.Alertmanager
            ? AlertBody.Of(receiver, notification, now)
            : EventOf(notification).ToJsonString();

    /// <summary>Whether a body is one that a receiver takes: its format may have changed since the body was written.</summary>
    public static bool IsFor(NotifyOptions receiver, string body) =>
        body.StartsWith('[') == (receiver.Format == NotifyFormat.Alertmanager);

    /// <summary>A text of a feed, in one line, without what could move a cursor or reverse a line where a receiver shows it.</summary>
    public static string TextOf(string text) => LogText.Line(text.ReplaceLineEndings(" "));

    /// <summary>A time as RFC 3339 has it.</summary>
    public static string TimeOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    // CloudEvents 1.0, section 2; the JSON format, section 3.
    private static JsonObject EventOf(Notification notification)
    {
        var (entry, condition) = (notification.Entry, notification.Condition);
        var kind = entry.Kind.ToName();
        return new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = entry.Id,
            ["source"] = $"/stores/{entry.Store}",
            ["type"] = $"panelactors.{kind}.{TextOf(condition.Value.ToLowerInvariant())}",
            ["subject"] = entry.Subject.Length > 0 ? TextOf(entry.Subject) : entry.Store.Text,
            ["time"] = TimeOf(entry.At),
            ["datacontenttype"] = "application/json",
            ["data"] = new JsonObject
            {
                ["store"] = entry.Store.Text,
                ["kind"] = kind,
                ["level"] = TextOf(entry.Level),
                ["value"] = TextOf(condition.Value),
                ["previous"] = notification.Before is { } before ? TextOf(before.Value) : null,
                ["title"] = TextOf(entry.Title),
                ["detail"] = TextOf(entry.Detail),
                ["since"] = TimeOf(entry.At),
            },
        };
    }
}
