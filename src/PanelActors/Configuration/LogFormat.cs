namespace PanelActors.Configuration;

/// <summary>How lines of the log are written to the console.</summary>
internal enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One compact JSON object a line.</summary>
    Json,
}
