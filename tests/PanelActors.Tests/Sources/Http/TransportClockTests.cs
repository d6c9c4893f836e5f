using Microsoft.Extensions.Time.Testing;
using PanelActors.Sources.Http;

namespace PanelActors.Tests.Sources.Http;

public class TransportClockTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Idle_grows_from_the_last_touch()
    {
        var start = _time.GetUtcNow();
        var clock = new TransportClock(_time);
        clock.Idle.ShouldBe(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(44.5));
        clock.Idle.ShouldBe(TimeSpan.FromSeconds(44.5));
        clock.LastSeen.ShouldBe(start);
        clock.Touch();
        clock.Idle.ShouldBe(TimeSpan.Zero);
        clock.LastSeen.ShouldBe(start + TimeSpan.FromSeconds(44.5));
    }
}
