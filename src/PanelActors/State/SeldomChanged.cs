using System.Collections.Immutable;
using PanelActors.Protocol;
using PanelActors.Tree;

namespace PanelActors.State;

/// <summary>The part of a <see cref="PanelState"/> that diffs, which are most of a stream, leave as it is.</summary>
internal sealed record SeldomChanged
{
    public static readonly SeldomChanged Initial = new();

    public long? Generation { get; init; }

    public long FullCount { get; init; }

    public long DiffDroppedCount { get; init; }

    public DateTimeOffset? LastFull { get; init; }

    public Health? UpstreamHealth { get; init; }

    public PanelObject? SeverityCounts { get; init; }

    public PanelObject SeverityStates { get; init; } = PanelObject.Empty;

    public ImmutableArray<FollowupAlert> Followups { get; init; } = [];
}
