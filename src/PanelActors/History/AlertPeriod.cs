namespace PanelActors.History;

/// <summary>Since when a kind of alert is as it is.</summary>
/// <param name="State">What it is.</param>
/// <param name="Since">Since when it is active, at whatever level, or not.</param>
/// <param name="LastChange">When its level changed last.</param>
internal sealed record AlertPeriod(AlertState State, DateTimeOffset Since, DateTimeOffset LastChange)
{
    /// <summary>The period after <paramref name="state"/> was seen at <paramref name="now"/>; this one where nothing differs.</summary>
    public AlertPeriod Next(AlertState state, DateTimeOffset now) =>
        state == State ? this : new AlertPeriod(state, state.IsActive == State.IsActive ? Since : now, now);
}
