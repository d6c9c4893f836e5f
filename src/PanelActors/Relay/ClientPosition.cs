namespace PanelActors.Relay;

/// <summary>What is next for a client.</summary>
internal enum ClientStep
{
    /// <summary>Events wait to be written.</summary>
    Write,

    /// <summary>It has been sent all there is.</summary>
    Wait,

    /// <summary>An event waits that is too large to be written at once.</summary>
    WriteLarge,

    /// <summary>It is too far behind: a baseline takes the place of all between.</summary>
    Conflate,

    /// <summary>The log has ended, and it has been sent all of it.</summary>
    End,
}

/// <summary>Where a client is in its log, and how far it may fall behind. An immutable value.</summary>
/// <param name="Next">The position of the event that it is sent next.</param>
/// <param name="BytesBefore">The bytes of the log before that position.</param>
/// <param name="MaxBehind">The bytes that may wait for it.</param>
internal readonly record struct ClientPosition(long Next, long BytesBefore, long MaxBehind)
{
    /// <summary>
    /// Where a client begins. One that resumes may be further behind than <paramref name="maxBehind"/>: it may fall behind by so much more.
    /// </summary>
    public static ClientPosition Begin(RelayBaseline baseline, LogExtent log, long maxBehind) =>
        new(baseline.Position, baseline.BytesBefore, log.Bytes - baseline.BytesBefore + maxBehind);

    /// <summary>Where a client goes on that was sent <paramref name="baseline"/> in place of its backlog.</summary>
    public static ClientPosition After(RelayBaseline baseline, long maxBehind) => new(baseline.Position, baseline.BytesBefore, maxBehind);

    /// <summary>The bytes that wait for the client.</summary>
    public long Behind(LogExtent log) => log.Bytes - BytesBefore;

    public ClientStep StepIn(LogExtent log) =>
        Behind(log) > MaxBehind ? ClientStep.Conflate
        : Next < log.End ? ClientStep.Write
        : log.IsFinal ? ClientStep.End
        : ClientStep.Wait;

    /// <summary>The position after the next event, with which the log has <paramref name="bytes"/>.</summary>
    public ClientPosition Past(long bytes) => this with { Next = Next + 1, BytesBefore = bytes };

    /// <summary>The usual bound applies once a client that resumed has caught up with it.</summary>
    public ClientPosition Bounded(LogExtent log, long maxBehind) =>
        MaxBehind != maxBehind && Behind(log) <= maxBehind ? this with { MaxBehind = maxBehind } : this;
}
