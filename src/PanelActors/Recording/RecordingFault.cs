namespace PanelActors.Recording;

/// <summary>What is wrong with a recording.</summary>
internal enum RecordingFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The file is none of a recording.</summary>
    NotARecording,

    /// <summary>A later version of the program wrote it.</summary>
    Newer,

    /// <summary>Its end is missing: what was written last, or the daemon writes it now.</summary>
    Torn,

    /// <summary>Bytes in it are not those that were written.</summary>
    Damaged,
}
