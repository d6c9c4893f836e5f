namespace PanelActors.Configuration;

/// <summary>
/// The configuration file is missing, cannot be read or is no JSON. The message is one line for people and names the file.
/// </summary>
internal sealed class ConfigurationFileException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ConfigurationFileException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public ConfigurationFileException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public ConfigurationFileException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
