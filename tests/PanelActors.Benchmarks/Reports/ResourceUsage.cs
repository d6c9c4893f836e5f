using System.Diagnostics;

namespace PanelActors.Benchmarks.Reports;

/// <summary>What this process took between two moments.</summary>
public sealed class ResourceUsage
{
    private const double Megabyte = 1 << 20;

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly TimeSpan _cpuBefore = Environment.CpuUsage.TotalTime;
    private TimeSpan _cpu;

    /// <summary>Time between the two moments.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Processor time, user and kernel, as a share of one core.</summary>
    public double Cores => _cpu / Elapsed;

    /// <summary>Resident memory at the end.</summary>
    public double WorkingSetMegabytes { get; private set; }

    /// <summary>Live managed memory at the end, after a full collection.</summary>
    public double HeapMegabytes { get; private set; }

    /// <summary>Operating system threads at the end.</summary>
    public int Threads { get; private set; }

    /// <summary>Begins to measure.</summary>
    public static ResourceUsage Begin()
    {
        GC.Collect();
        return new ResourceUsage();
    }

    /// <summary>Ends the measurement. What it measures must still be alive.</summary>
    public void End()
    {
        Elapsed = Stopwatch.GetElapsedTime(_began);
        _cpu = Environment.CpuUsage.TotalTime - _cpuBefore;
        using var process = Process.GetCurrentProcess();
        WorkingSetMegabytes = process.WorkingSet64 / Megabyte;
        Threads = process.Threads.Count;
        HeapMegabytes = GC.GetTotalMemory(forceFullCollection: true) / Megabyte;
    }
}
