namespace PanelActors.Hosting.Listening;

/// <summary>What a loop that accepts connections is doing. Written by that loop, read on any thread.</summary>
internal sealed class AcceptLoop(TimeProvider time)
{
    private const long Idle = -1;

    private long _busySince = Idle;

    /// <summary>It waits for a connection.</summary>
    public void Waits() => Volatile.Write(ref _busySince, Idle);

    /// <summary>It is busy with one.</summary>
    public void Works() => Volatile.Write(ref _busySince, time.GetTimestamp());

    /// <summary>It ends, and is not waited for.</summary>
    public void Ends() => Waits();

    /// <summary>Whether it has been busy for no longer than <paramref name="max"/>.</summary>
    public bool IsAlive(TimeSpan max) =>
        Volatile.Read(ref _busySince) is var since && (since == Idle || time.GetElapsedTime(since) <= max);
}
