namespace PanelActors.Tests.Support;

/// <summary>
/// Tests with a daemon in the test process, one after the other: a metrics exporter hears every meter of its name in the whole process,
/// so two daemons would count for each other.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class DaemonCollection
{
    public const string Name = "Daemon";
}
