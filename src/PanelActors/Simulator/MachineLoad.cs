namespace PanelActors.Simulator;

/// <summary>The feed's own machine: load, latency and errors on bounded walks.</summary>
internal sealed class MachineLoad
{
    public double CpuPercent { get; private set; } = 23;

    public double MemoryMegabytes { get; private set; } = 412;

    public double LatencyMilliseconds { get; private set; } = 38;

    public double CycleMilliseconds { get; private set; } = 180;

    public double ErrorPercent { get; private set; } = 0.5;

    public long Overruns { get; private set; }

    public void Advance(Random random)
    {
        CpuPercent = Walk(CpuPercent, 1.5, 2, 97);
        MemoryMegabytes = Walk(MemoryMegabytes, 2, 300, 900);
        LatencyMilliseconds = Walk(LatencyMilliseconds, 3, 8, 400);
        CycleMilliseconds = Walk(CycleMilliseconds, 9, 60, 480);
        ErrorPercent = Walk(ErrorPercent, 0.3, 0, 6);
        if (CycleMilliseconds > 450) Overruns++;

        double Walk(double value, double step, double min, double max) =>
            Math.Clamp(value + (MarketIndex.Gaussian(random) * step), min, max);
    }
}
