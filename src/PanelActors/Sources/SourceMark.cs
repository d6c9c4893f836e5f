using System.Collections.Immutable;
using PanelActors.Configuration;
using PanelActors.State;

namespace PanelActors.Sources;

/// <summary>Where a source stands between two events: all that decides what the next ones do to it.</summary>
/// <param name="State">What readers see.</param>
/// <param name="LastEventId">The event id in force.</param>
/// <param name="Baselines">The baselines by which the feed's replays are recognised.</param>
/// <param name="Replay">What else they are recognised by.</param>
/// <param name="Stream">The connection whose batches count.</param>
/// <param name="Run">Which run of a publisher the state is of.</param>
/// <param name="IsGathered">Whether the replay at the connection's begin was gathered.</param>
/// <param name="Dialect">What the connection has been shown to speak.</param>
internal sealed record SourceMark(
    PanelState State, EventId? LastEventId, ImmutableArray<SeenBaseline> Baselines, ReplayPosition Replay, IncomingStream Stream,
    PublisherRun Run, bool IsGathered, Dialect Dialect);
