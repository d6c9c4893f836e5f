namespace PanelActors.Configuration;

/// <summary>A part of the daemon, other than the stores, that takes another configuration while it runs.</summary>
internal interface IReconfigurable
{
    /// <summary>
    /// Gets ready for <paramref name="next"/>, such as by reading the files that it names. What stands in the way is a fault, with which
    /// the whole configuration is refused.
    /// </summary>
    /// <param name="next">A configuration that has passed <see cref="OptionsValidator"/>.</param>
    /// <param name="faults">Where faults are added.</param>
    /// <returns>Makes it take effect, and does not fail; null where nothing changes for this part.</returns>
    Action? Prepare(PanelActorsOptions next, FaultList faults);
}
