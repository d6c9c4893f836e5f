namespace PanelActors.Configuration;

/// <summary>What a feed's own publish times are used for: <c>Freshness:PublishTime</c>.</summary>
internal enum PublishTimeUse
{
    /// <summary>They say how old the data is.</summary>
    Trust,

    /// <summary>Nothing: data is as old as the time since it came.</summary>
    Ignore,
}
