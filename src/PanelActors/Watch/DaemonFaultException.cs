namespace PanelActors.Watch;

/// <summary>A call to a daemon cannot succeed, for a reason that its user can mend. The message is the line to show.</summary>
internal sealed class DaemonFaultException(string line, Exception? innerException = null) : Exception(line, innerException);
