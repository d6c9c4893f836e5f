namespace PanelActors.Tests.Support;

/// <summary>
/// Tests that measure time, memory or pictures a second, or count on waits of a fraction of a second: nothing runs beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneCollection
{
    public const string Name = "Alone";
}
