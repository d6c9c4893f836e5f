namespace PanelActors.Telemetry;

/// <summary>Every metric's name, as Prometheus shows it (specification 6.1).</summary>
internal static class MetricNames
{
    /// <summary>The name of the meter.</summary>
    public const string Meter = "PanelActors";

    /// <summary>Decoded events by source and type.</summary>
    public const string Events = "panelactors_events_total";

    /// <summary>Events that were decoded but not applied, by source, type and reason.</summary>
    public const string EventsDropped = "panelactors_events_dropped_total";

    /// <summary>Frames that could not be decoded, by source and reason.</summary>
    public const string IngestErrors = "panelactors_ingest_errors_total";

    /// <summary>Time to apply the events of one network read.</summary>
    public const string ApplySeconds = "panelactors_apply_seconds";

    /// <summary>New connections after the first, by source and why the one before ended.</summary>
    public const string Reconnects = "panelactors_reconnects_total";

    /// <summary>Bytes of event stream received, after decompression, by source.</summary>
    public const string BytesReceived = "panelactors_bytes_received_total";

    /// <summary>Age of a store's data.</summary>
    public const string HeartbeatStaleSeconds = "panelactors_heartbeat_stale_seconds";

    /// <summary>0 init, 1 ok, 2 warn, 3 stale.</summary>
    public const string HeartbeatHealth = "panelactors_heartbeat_health";

    /// <summary>Time since a source's connection last delivered a byte.</summary>
    public const string TransportIdleSeconds = "panelactors_transport_idle_seconds";

    /// <summary>1 while a store needs a new baseline.</summary>
    public const string NeedFull = "panelactors_need_full";

    /// <summary>Requests for a new baseline by source and outcome.</summary>
    public const string FullRequests = "panelactors_full_requests_total";

    /// <summary>Values (<c>kind</c> diff) and panels (<c>kind</c> baseline) that an event showed to be wrong, by source.</summary>
    public const string Divergence = "panelactors_divergence_total";

    /// <summary>Moves of a failover from one member to another.</summary>
    public const string Failovers = "panelactors_failovers_total";

    /// <summary>States that could not be read or saved, by source.</summary>
    public const string PersistenceFailures = "panelactors_persistence_failures_total";

    /// <summary>Files written, by output.</summary>
    public const string FileWrites = "panelactors_file_writes_total";

    /// <summary>Renders with the content that the file has already, by output.</summary>
    public const string RendersSkipped = "panelactors_renders_skipped_total";

    /// <summary>Files that could not be written, and base files that could not be read, by output.</summary>
    public const string FileFailures = "panelactors_file_failures_total";

    /// <summary>Subscribers connected, by store.</summary>
    public const string RelayClients = "panelactors_relay_clients";

    /// <summary>Events sent to subscribers, by store: one event to two of them counts twice.</summary>
    public const string RelayEventsSent = "panelactors_relay_events_sent_total";

    /// <summary>Times a subscriber's backlog was replaced by a baseline, by store.</summary>
    public const string RelayConflations = "panelactors_relay_conflations_total";

    /// <summary>Connections, requests and readers that the web server refused, by reason.</summary>
    public const string HttpRefused = "panelactors_http_refused_total";

    /// <summary>Requests that access refused, by reason.</summary>
    public const string AccessDenied = "panelactors_access_denied_total";

    /// <summary>Entries of the history written, by store.</summary>
    public const string HistoryWritten = "panelactors_history_written_total";

    /// <summary>Entries of the history that were not written, by store and reason.</summary>
    public const string HistoryDropped = "panelactors_history_dropped_total";

    /// <summary>Series that were let go of before their time, so that others had room, by store.</summary>
    public const string SeriesEvicted = "panelactors_series_evicted_total";

    /// <summary>Bytes written to recordings, by source.</summary>
    public const string RecordingBytes = "panelactors_recording_bytes_total";

    /// <summary>Reads, and other items that came to a source, that are missing in its recording, by source.</summary>
    public const string RecordingLost = "panelactors_recording_lost_total";

    /// <summary>Notifications by receiver and outcome; failed attempts count each.</summary>
    public const string Notifications = "panelactors_notifications_total";

    /// <summary>Notifications that wait for their receiver.</summary>
    public const string NotificationQueue = "panelactors_notification_queue";

    /// <summary>Snapshot requests answered with 304, by store.</summary>
    public const string SnapshotNotModified = "panelactors_snapshot_not_modified_total";

    /// <summary>Time from an event's publish time, by the feed's clock, to its being applied.</summary>
    public const string FeedLatencySeconds = "panelactors_feed_latency_seconds";

    /// <summary>1, labelled with the program's version and its runtime.</summary>
    public const string BuildInfo = "panelactors_build_info";

    /// <summary>1 unless the latest edit of the configuration was refused.</summary>
    public const string ConfigLastReloadSuccessful = "panelactors_config_last_reload_successful";

    /// <summary>When a configuration took effect last, in unix seconds.</summary>
    public const string ConfigLastReloadSuccessTimestamp = "panelactors_config_last_reload_success_timestamp_seconds";

    /// <summary>By source and state: 1 for the state of its connection, 0 for the others.</summary>
    public const string SourceConnectionState = "panelactors_source_connection_state";

    /// <summary>When the data of a store's latest event was current, in unix seconds; 0 before the first.</summary>
    public const string StoreLastEventTimestamp = "panelactors_store_last_event_timestamp_seconds";

    /// <summary>Panels of a store.</summary>
    public const string StorePanels = "panelactors_store_panels";

    /// <summary>Bytes of JSON that a store's panels take.</summary>
    public const string StoreBytes = "panelactors_store_bytes";
}
