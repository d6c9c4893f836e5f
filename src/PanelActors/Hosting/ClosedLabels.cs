using PanelActors.Protocol;
using PanelActors.Sources.Supervision;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>What the rooms count under, each set as its room defines it.</summary>
internal static class ClosedLabels
{
    public static readonly MetricLabels All = new()
    {
        EventTypes = EventTypes.Counted,
        Drops =
        [
            (EventTypes.PanelFull, DropReasons.GuardBaseline),
            (EventTypes.PanelDiff, DropReasons.NoBaseline),
            (EventTypes.PanelDiff, DropReasons.GenerationMismatch),
            (EventTypes.PanelDiff, DropReasons.IncompleteDiff),
            (EventTypes.PanelDiff, DropReasons.MalformedDiff),
            (EventTypes.PanelDiff, DropReasons.StateLimit),
            (EventTypes.SeverityState, DropReasons.StateLimit),
            (EventTypes.FollowupAlert, DropReasons.Replay),
            (EventTypes.Unknown, DropReasons.Unknown),
        ],
        Losses = LossReasons.All,
        RequestOutcomes = [ResyncOutcomes.Fulfilled, ResyncOutcomes.Timeout, ResyncOutcomes.Refused],
        ConnectionStates = [.. Enum.GetValues<ConnectionPhase>().Select(ConnectionStatus.NameOf)],
    };
}
