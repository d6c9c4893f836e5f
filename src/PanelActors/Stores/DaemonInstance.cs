namespace PanelActors.Stores;

/// <summary>The name of this process among all daemons, which is another at every start.</summary>
internal sealed record DaemonInstance(string Name)
{
    public static DaemonInstance Create() => new(Guid.NewGuid().ToString("N")[..12]);
}
