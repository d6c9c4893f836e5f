namespace PanelActors.Sources.Supervision;

/// <summary>What becomes of a request for a baseline. The names are metric labels.</summary>
internal static class ResyncOutcomes
{
    public const string Fulfilled = "fulfilled";

    /// <summary>No baseline came in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The source cannot be asked, or refused.</summary>
    public const string Refused = "refused";
}
