namespace PanelActors.Configuration;

/// <summary>
/// The options read from a configuration, and the faults in it. To be used only without <see cref="Faults"/>.
/// </summary>
/// <param name="Options">The options; the default where a value could not be read.</param>
/// <param name="Faults">What prevents a start; at most one for each key.</param>
/// <param name="Warnings">What is allowed but probably a mistake; one line each.</param>
internal sealed record CheckedOptions(
    PanelActorsOptions Options, IReadOnlyList<ConfigurationFault> Faults, IReadOnlyList<string> Warnings);
