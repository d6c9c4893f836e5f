namespace PanelActors.State;

/// <summary>What bounds one source's state, however the feed behaves.</summary>
/// <param name="FollowupAlerts">Follow-ups kept; the oldest leave first.</param>
/// <param name="MaxStateBytes">Bytes of JSON that the panels, and likewise the severity states, may grow to.</param>
internal sealed record StateLimits(int FollowupAlerts = 50, long MaxStateBytes = 256L << 20)
{
    /// <summary>Kinds of alert kept; a state of one more kind is dropped.</summary>
    public const int AlertTypes = 1_000;
}
