using Microsoft.Extensions.Time.Testing;
using PanelActors.Sources.Http;

namespace PanelActors.Tests.Sources.Http;

/// <summary>The present by an upstream's clock.</summary>
public sealed class UpstreamClockTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("Wed, 25 Nov 2026 12:00:00 GMT", 0.5)]
    [InlineData("Wed, 25 Nov 2026 12:05:00 GMT", 300.5)]
    [InlineData("Wed, 25 Nov 2026 06:30:00 GMT", -19_799.5)]
    public void It_is_as_far_from_the_clock_here_as_the_date_of_the_response_was(string date, double seconds)
    {
        var clock = new UpstreamClock(_time);
        clock.Set(date);
        (clock.Now - _time.GetUtcNow()).TotalSeconds.ShouldBe(seconds, 0.001);
        _time.Advance(TimeSpan.FromSeconds(90));
        (clock.Now - _time.GetUtcNow()).TotalSeconds.ShouldBe(seconds, 0.001);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("1764072000")]
    public void Without_a_date_that_can_be_read_the_clock_here_stands_in(string? date)
    {
        var clock = new UpstreamClock(_time);
        clock.Set("Wed, 25 Nov 2026 06:30:00 GMT");
        clock.Set(date);
        clock.Now.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_is_set_here_changes_nothing()
    {
        var time = new SetBackClock();
        var clock = new UpstreamClock(time);
        clock.Set("Wed, 25 Nov 2026 12:00:00 GMT");
        time.Ahead = TimeSpan.FromHours(-1);
        clock.Now.ShouldBe(new DateTimeOffset(2026, 11, 25, 12, 0, 0, 500, TimeSpan.Zero));
    }

    private sealed class SetBackClock : FakeTimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
