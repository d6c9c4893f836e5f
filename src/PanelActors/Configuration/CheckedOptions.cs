namespace PanelActors.Configuration;

/// <summary>
/// The options read from a configuration, with what is wrong with them. Only to be used when there are no <see cref="Faults"/>.
/// </summary>
/// <param name="Options">The options; defaults stand where a value could not be read.</param>
/// <param name="Faults">What stops a start; at most one a key.</param>
/// <param name="Warnings">What is allowed but probably not meant; one line each.</param>
internal sealed record CheckedOptions(
    PanelActorsOptions Options, IReadOnlyList<ConfigurationFault> Faults, IReadOnlyList<string> Warnings);
