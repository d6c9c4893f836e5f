using System.Diagnostics;

namespace PanelActors.Drill;

/// <summary>
/// How late the machine runs a thread that has nothing to do but to be run: what any program on it is late by, whatever it promises.
/// </summary>
internal sealed class MachineLateness : IDisposable
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(4);

    private readonly Queue<(long Timestamp, TimeSpan Late)> _naps = new();
    private readonly ManualResetEventSlim _ending = new();
    private readonly Thread _thread;

    /// <summary>Begins to look.</summary>
    public MachineLateness()
    {
        // Not of the pool, which is late by itself.
        _thread = new Thread(Look) { IsBackground = true, Name = "lateness" };
        _thread.Start();
    }

    /// <summary>The most that the thread was late by in the last seconds.</summary>
    public TimeSpan Worst
    {
        get
        {
            lock (_naps) return _naps.Count == 0 ? TimeSpan.Zero : _naps.Max(static nap => nap.Late);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Set();
        _thread.Join();
        _ending.Dispose();
    }

    private void Look()
    {
        for (var begun = Stopwatch.GetTimestamp(); !_ending.Wait(Nap); begun = Stopwatch.GetTimestamp())
        {
            var late = Stopwatch.GetElapsedTime(begun) - Nap;
            lock (_naps)
            {
                _naps.Enqueue((begun, late > TimeSpan.Zero ? late : TimeSpan.Zero));
                while (Stopwatch.GetElapsedTime(_naps.Peek().Timestamp) > Remembered) _naps.Dequeue();
            }
        }
    }
}
