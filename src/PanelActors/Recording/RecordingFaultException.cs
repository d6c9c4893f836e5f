namespace PanelActors.Recording;

/// <summary>A file that cannot be read as a recording, or not to its end.</summary>
/// <param name="path">The file.</param>
/// <param name="fault">What is wrong.</param>
/// <param name="at">Where, in bytes from its begin.</param>
internal sealed class RecordingFaultException(string path, RecordingFault fault, long at) : Exception(TextOf(path, fault, at))
{
    public RecordingFault Fault => fault;

    /// <summary>The fault as a line for people.</summary>
    public static string TextOf(string path, RecordingFault fault, long at) => fault switch
    {
        RecordingFault.NotARecording => $"{path} is not a recording of panelactors",
        RecordingFault.Newer => $"{path} was written by a later version of panelactors",
        RecordingFault.Torn => $"{path} ends in the middle of a block, at byte {at}: what was written last is missing",
        _ => $"{path} is damaged at byte {at}",
    };
}
