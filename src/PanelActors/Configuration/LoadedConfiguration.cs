namespace PanelActors.Configuration;

/// <summary>A configuration with all its layers, read and checked.</summary>
/// <param name="Root">All layers, merged.</param>
/// <param name="File">The file that was read; null where there was none.</param>
/// <param name="Checked">The options and what is wrong with them.</param>
internal sealed record LoadedConfiguration(IConfiguration Root, string? File, CheckedOptions Checked)
{
    /// <summary>The command line's part, on top of file and environment.</summary>
    public ConfigurationArguments Arguments { get; init; } = new();

    /// <summary>Loads file, environment and <paramref name="arguments"/> for this process.</summary>
    /// <exception cref="ConfigurationFileException">The file is missing, cannot be read or is not JSON.</exception>
    public static LoadedConfiguration Load(ConfigurationArguments arguments)
    {
        var file = ConfigurationLayers.FindFile(arguments.File, Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
        var fileKeys = file is null ? [] : ConfigurationLayers.ReadFile(file);
        var environment = ConfigurationLayers.ProcessEnvironment();
        var loaded = Of(ConfigurationLayers.Layer(fileKeys, environment, arguments), file);
        var configured = ConfigurationLayers.Layer(fileKeys, environment, arguments with { Sources = [] });
        IReadOnlyList<ConfigurationFault> faults =
        [
            .. SectionNameRules.Check(fileKeys.Select(static pair => pair.Key)),
            .. SourceArguments.Explain(loaded.Checked.Faults, configured, arguments.Sources),
        ];
        IReadOnlyList<string> warnings = [.. SectionNameRules.Slips(environment.Keys), .. loaded.Checked.Warnings];
        return loaded with { Arguments = arguments, Checked = loaded.Checked with { Faults = faults, Warnings = warnings } };
    }

    /// <summary>Loads the same file again, under the same environment and arguments. No other file replaces one that is gone.</summary>
    /// <exception cref="ConfigurationFileException">The file is missing, cannot be read or is not JSON.</exception>
    /// <exception cref="InvalidOperationException">There was no <see cref="File"/>.</exception>
    public LoadedConfiguration Reload() =>
        Load(Arguments with { File = File ?? throw new InvalidOperationException("No file was loaded.") });

    /// <summary>Checks a configuration that is already merged.</summary>
    public static LoadedConfiguration Of(IConfiguration root, string? file = null) => new(root, file, OptionsValidator.Check(root));
}
