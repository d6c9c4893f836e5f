namespace PanelActors.Configuration;

/// <summary>How notifications are written.</summary>
internal enum NotifyFormat
{
    /// <summary>CloudEvents 1.0 in JSON, signed after Standard Webhooks.</summary>
    Cloudevents,

    /// <summary>The API v2 of a Prometheus Alertmanager.</summary>
    Alertmanager,
}
