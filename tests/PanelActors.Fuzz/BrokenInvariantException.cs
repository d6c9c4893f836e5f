namespace PanelActors.Fuzz;

/// <summary>An input for which something does not hold that has to hold for all.</summary>
internal sealed class BrokenInvariantException(string message) : Exception(message);
