using PanelActors.Benchmarks.Workloads;


namespace PanelActors.Benchmarks.Loads;

/// <summary>How a load is to be run.</summary>
/// <param name="Workload">What the stream is like.</param>
/// <param name="Events">Events of it; null for the usual number.</param>
/// <param name="Seed">The seed of the workload.</param>
/// <param name="IsShort">Whether it is to be over in about 20 seconds.</param>
/// <param name="Minutes">How long a load runs that runs for a time; null for the usual time.</param>
/// <param name="Daemon">The daemon to start, a published one for example; null for the one that was built with this program.</param>
public sealed record LoadSettings(WorkloadKind Workload, int? Events, int Seed, bool IsShort, double? Minutes = null, string? Daemon = null)
{
    /// <summary>The stream.</summary>
    public Workload CreateWorkload() =>
        Workloads.Workload.Create(Workload, Events ?? (Workloads.Workload.UsualEvents(Workload) / (IsShort ? 2 : 1)), Seed);

    /// <summary>One of two numbers.</summary>
    public int Rounds(int usual, int whenShort) => IsShort ? whenShort : usual;
}
