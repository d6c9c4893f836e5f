namespace PanelActors.Tests.Support;

/// <summary>A wall clock that the test sets; timers and durations are real.</summary>
public sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
