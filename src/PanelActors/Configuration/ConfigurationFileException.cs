namespace PanelActors.Configuration;

/// <summary>
/// The configuration file is missing, cannot be read or is not JSON. The message is one line that names the file.
/// </summary>
internal sealed class ConfigurationFileException(string message, Exception? cause = null) : Exception(message, cause);
