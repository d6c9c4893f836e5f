namespace PanelActors.Simulator;

/// <summary>The faults that a simulated feed has to commit, tick by tick.</summary>
internal sealed class FaultSchedule(SimulatorSettings settings)
{
    private readonly HashSet<SimulatorFault> _due = [];
    private long _tick = -1;

    /// <summary>Moves to a tick. A fault stays due until there is an event to spoil.</summary>
    public void Advance(long tick)
    {
        _tick = tick;
        foreach (var (fault, period) in settings.Faults)
        {
            if (tick > 0 && tick % period == 0) _due.Add(fault);
        }
    }

    public bool IsDue(SimulatorFault fault) => _due.Contains(fault);

    /// <summary>Whether a fault was due; now it counts as committed.</summary>
    public bool Take(SimulatorFault fault) => _due.Remove(fault);

    /// <summary>Whether live connections end at the next event, and how.</summary>
    public SimulatorFault? TakeCut() =>
        Take(SimulatorFault.Drop) ? SimulatorFault.Drop : Take(SimulatorFault.Close) ? SimulatorFault.Close : null;

    /// <summary>Whether a fault that lasts a quarter of its period is active.</summary>
    public bool Lasts(SimulatorFault fault) =>
        settings.PeriodOf(fault) is var period and > 0 && _tick >= period && _tick % period < Math.Max(1, period / 4);
}
