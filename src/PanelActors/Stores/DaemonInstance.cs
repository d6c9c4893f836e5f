namespace PanelActors.Stores;

/// <summary>The name of this process among all daemons: another one at every start.</summary>
internal sealed record DaemonInstance(string Name)
{
    /// <summary>A new name.</summary>
    public static DaemonInstance Create() => new(Guid.NewGuid().ToString("N")[..12]);
}
