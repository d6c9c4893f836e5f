namespace PanelActors.Configuration;

/// <summary>The least level of what is logged.</summary>
internal enum LogThreshold
{
    Debug,
    Information,
    Warning,
    Error,
}
