namespace PanelActors.Configuration;

/// <summary>How a source is asked for a new baseline.</summary>
internal enum ResyncMode
{
    /// <summary>Connect anew with <c>force_full=1</c>.</summary>
    Reconnect,

    /// <summary>Call <see cref="ResyncOptions.Url"/>.</summary>
    Http,

    /// <summary>Never; the feed decides when a baseline comes.</summary>
    None,
}
