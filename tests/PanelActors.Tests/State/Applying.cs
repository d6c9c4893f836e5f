using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tree;

namespace PanelActors.Tests.State;

/// <summary>A state that events are applied to, one second apart.</summary>
internal sealed class Applying(StateLimits? limits = null)
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly StateLimits _limits = limits ?? new StateLimits();

    /// <summary>When the next event is applied.</summary>
    public DateTimeOffset Now { get; private set; } = Start;

    public PanelState State { get; private set; } = PanelState.Initial;

    public EventOutcome Outcome { get; private set; }

    public int Diverged { get; private set; }

    /// <summary>A state with the baseline <c>{"a":1}</c> of generation 5, taken at <see cref="Start"/>.</summary>
    public static Applying WithBaseline(StateLimits? limits = null) => new Applying(limits).Full("""{"a":1}""", "5");

    public Applying Full(string status, string generation = "null", string more = "") =>
        Send(Feed.Envelope("panel_full", $"{{\"status\":{status}}}", $",\"generation\":{generation}{more}"));

    public Applying Diff(string diff, string generation = "null", string more = "") =>
        Send(Feed.Envelope("panel_diff", $"{{\"diff\":{diff}{more}}}", $",\"generation\":{generation}"));

    public Applying Followup(string body, string more = "") => Send(Feed.Envelope("followup_alert", body, more));

    public Applying Severity(string type, string body, string more = "") => Send(Feed.Envelope(type, body, more));

    public Applying Send(string data)
    {
        (State, Outcome, Diverged) = State.Apply(Feed.Decode(data), Now, _limits);
        Now = Now.AddSeconds(1);
        return this;
    }

    public Applying RaiseNeed(string reason)
    {
        State = State.RaiseNeed(reason);
        return this;
    }

    public void ShouldHave(string? status) => State.Status?.ToString().ShouldBe(status);

    /// <summary>All that can be seen of a state but its need and the count of dropped diffs.</summary>
    public static object BesidesNeedAndDrops(PanelState state) => (
        (PanelObject?)state.Status, state.Generation, state.UiGeneration, state.FullCount, state.DiffAppliedCount,
        (state.LastEvent, state.LastFull, state.LastDiff), (state.SeverityCounts, state.SeverityStates, state.Followups));
}
