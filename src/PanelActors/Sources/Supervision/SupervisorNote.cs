using PanelActors.Sources.Http;

namespace PanelActors.Sources.Supervision;

/// <summary>A line in the log of a supervisor.</summary>
internal abstract record SupervisorNote
{
    private SupervisorNote()
    {
    }

    public sealed record Connects(ConnectionPlan Plan) : SupervisorNote;

    public sealed record IsConnected(int Attempt) : SupervisorNote;

    /// <param name="End">Why a connection ended.</param>
    /// <param name="WasOpen">Whether the upstream had accepted it.</param>
    /// <param name="Wait">The time until the next one.</param>
    public sealed record Waits(ConnectionEnd End, bool WasOpen, TimeSpan Wait) : SupervisorNote;

    public sealed record Stops(ConnectionEnd End) : SupervisorNote;

    /// <summary>The connection that should bring a baseline failed; the one that works goes on.</summary>
    public sealed record KeepsConnection(ConnectionEnd End) : SupervisorNote;

    /// <summary>A feed that was to go on after an event has brought none.</summary>
    public sealed record IsSilent(EventId? Position) : SupervisorNote;

    public sealed record WillAsk(string Reason) : SupervisorNote;

    public sealed record CannotAsk(string Reason) : SupervisorNote;

    /// <summary>A new connection is to bring a baseline.</summary>
    public sealed record ConnectsForBaseline : SupervisorNote;

    public sealed record GotNoBaseline(BaselineFetched Answer) : SupervisorNote;
}
