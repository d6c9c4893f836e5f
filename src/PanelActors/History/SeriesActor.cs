using Akka.Actor;

namespace PanelActors.History;

/// <summary>Looks at the numbers of all stores once a step, and keeps those that are to be kept.</summary>
internal sealed class SeriesActor : ReceiveActor, IWithTimers
{
    private readonly SeriesBook _book;
    private readonly KeptSeries _kept;

    public SeriesActor(SeriesBook book, KeptSeries kept)
    {
        (_book, _kept) = (book, kept);
        Receive<Tick>(_ =>
        {
            _book.Sample();
            _kept.Sample();
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.Zero, _book.Step);

    /// <inheritdoc/>
    protected override void PostStop() => _kept.End();

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
