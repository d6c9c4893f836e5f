namespace PanelActors.Configuration;

/// <summary>A configuration with all its layers, read and checked.</summary>
/// <param name="Root">All layers, merged.</param>
/// <param name="File">The file that was read; null where there was none.</param>
/// <param name="Checked">The options and what is wrong with them.</param>
public sealed record LoadedConfiguration(IConfiguration Root, string? File, CheckedOptions Checked)
{
    /// <summary>Loads file, environment and <paramref name="arguments"/> for this process.</summary>
    /// <exception cref="ConfigurationFileException">The file is missing, cannot be read or is no JSON.</exception>
    public static LoadedConfiguration Load(ConfigurationArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var file = ConfigurationLayers.FindFile(arguments.File, Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
        return Of(ConfigurationLayers.Build(file, ConfigurationLayers.ProcessEnvironment(), arguments), file);
    }

    /// <summary>Takes a configuration that is there already.</summary>
    public static LoadedConfiguration Of(IConfiguration root, string? file = null) => new(root, file, OptionsValidator.Check(root));
}
