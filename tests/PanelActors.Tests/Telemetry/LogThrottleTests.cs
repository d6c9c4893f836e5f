using Microsoft.Extensions.Time.Testing;
using PanelActors.Telemetry;

namespace PanelActors.Tests.Telemetry;

public sealed class LogThrottleTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogThrottle _throttle;

    public LogThrottleTests() => _throttle = new LogThrottle(_time, TimeSpan.FromSeconds(10));

    [Fact]
    public void The_first_line_passes_and_the_next_one_says_how_many_were_held_back()
    {
        Try("bad_json").ShouldBe((true, 0));
        Try("bad_json").ShouldBe((false, 0));
        _time.Advance(TimeSpan.FromSeconds(9.999));
        Try("bad_json").ShouldBe((false, 0));
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Try("bad_json").ShouldBe((true, 2));
        Try("bad_json").ShouldBe((false, 0));
        _time.Advance(TimeSpan.FromSeconds(10));
        Try("bad_json").ShouldBe((true, 1));
        _time.Advance(TimeSpan.FromSeconds(60));
        Try("bad_json").ShouldBe((true, 0));
    }

    [Fact]
    public void Kinds_do_not_hold_each_other_back()
    {
        Try("bad_json").ShouldBe((true, 0));
        Try("oversized").ShouldBe((true, 0));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "; 1 more since the last line")]
    [InlineData(12345, "; 12345 more since the last line")]
    public void A_line_speaks_of_those_held_back_only_where_there_are_some(long heldBack, string end) =>
        LogThrottle.More(heldBack).ShouldBe(end);

    private (bool Passes, long HeldBack) Try(string kind) => (_throttle.TryPass(kind, out var heldBack), heldBack);
}
