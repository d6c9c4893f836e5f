namespace PanelActors.Sources.Http;

/// <summary>What follows the end of a connection.</summary>
internal enum Retry
{
    /// <summary>Another attempt, after a wait that grows.</summary>
    WithBackoff,

    /// <summary>Another attempt, after the longest wait: the trouble does not pass by itself.</summary>
    Slowly,

    /// <summary>None until the source is started again.</summary>
    No,
}
