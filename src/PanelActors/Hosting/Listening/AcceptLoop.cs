namespace PanelActors.Hosting.Listening;

/// <summary>What one who accepts connections is doing. Written by it, read by anyone.</summary>
internal sealed class AcceptLoop(TimeProvider time)
{
    private const long Idle = -1;

    private long _busySince = Idle;

    /// <summary>It waits for a connection.</summary>
    public void Waits() => Volatile.Write(ref _busySince, Idle);

    /// <summary>It is busy with one.</summary>
    public void Works() => Volatile.Write(ref _busySince, time.GetTimestamp());

    /// <summary>It was told to end, and may stay where it is.</summary>
    public void Ends() => Waits();

    /// <summary>Whether it is not busy for longer than <paramref name="longest"/>.</summary>
    public bool IsAlive(TimeSpan longest) =>
        Volatile.Read(ref _busySince) is var since && (since == Idle || time.GetElapsedTime(since) <= longest);
}
