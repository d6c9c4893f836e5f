using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;

namespace PanelActors.Sources;

/// <summary>How one source is read.</summary>
/// <param name="Name">The source.</param>
/// <param name="Request">The request without what changes from connection to connection.</param>
/// <param name="DiffForm">The form of its diffs.</param>
/// <param name="Limits">Bounds of one event.</param>
/// <param name="Reconnect">When it is asked again.</param>
/// <param name="Resync">How it is asked for a baseline.</param>
/// <param name="Resume">Where the first connection goes on; null = nowhere, it begins with a baseline.</param>
internal sealed record IngestSettings(
    string Name, UpstreamRequest Request, DiffForm DiffForm, LimitsOptions Limits, ReconnectOptions Reconnect, ResyncOptions Resync,
    ResumePoint? Resume = null)
{
    /// <summary>What the feed speaks.</summary>
    public Dialect Dialect { get; init; } = Dialect.Auto;

    /// <summary>Whether the idle timeout was set for this source itself.</summary>
    public bool HasOwnIdleTimeout { get; init; }

    /// <summary>This store in the paths that relays send: <c>instance:store</c>.</summary>
    public string Identity { get; init; } = Name;

    /// <summary>Whether the age of the data follows from the feed's own publish times.</summary>
    public bool TrustsPublishTime { get; init; } = true;

    /// <summary>How long a feed that was to go on after an event may bring none before it is asked for a baseline instead.</summary>
    public TimeSpan ResumeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether no byte for the idle timeout means nothing: a publisher of summaries may be silent for minutes.</summary>
    public bool MayBeSilent(Dialect dialect) => dialect == Dialect.Summary && !HasOwnIdleTimeout;
}
