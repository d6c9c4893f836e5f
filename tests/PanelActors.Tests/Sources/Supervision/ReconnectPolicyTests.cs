using CsCheck;
using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;

namespace PanelActors.Tests.Sources.Supervision;

public sealed class ReconnectPolicyTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly ConnectionEnd Refused = new("connection_refused", "refused");
    private static readonly ReconnectPolicy Fresh = new(new ReconnectOptions());

    private static readonly Gen<(int Failures, double Random, int Floor, bool Applied)> Any =
        Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Double[0, 0.999_999], Gen.Int[0, 100_000], Gen.Bool);

    [Fact]
    public void Waits_double_up_to_the_longest_and_stay_there()
    {
        var policy = Fresh;
        var waits = new List<double>();
        for (var failure = 0; failure < 7; failure++)
        {
            (policy, var wait) = policy.After(Refused, TimeSpan.Zero, applied: false, random: 0);
            waits.Add(wait!.Value.TotalSeconds);
        }

        waits.ShouldBe([1, 2, 4, 8, 16, 30, 30]);
    }

    [Theory]
    [InlineData(0, true, 4, "too short")]
    [InlineData(29.999, true, 4, "a moment too short")]
    [InlineData(30, true, 1, "long enough, and useful")]
    [InlineData(600, true, 1, "much longer")]
    [InlineData(600, false, 4, "long, but nothing ever came of it")]
    public void Only_a_connection_that_brought_something_and_lasted_starts_the_waits_over(
        double livedSeconds, bool applied, double expected, string why)
    {
        var policy = Fresh with { Failures = 2 };
        policy.After(Refused, TimeSpan.FromSeconds(livedSeconds), applied, random: 0).Delay.ShouldBe(TimeSpan.FromSeconds(expected), why);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(0.5, 14)]
    [InlineData(1, 12)]
    public void Jitter_takes_away_up_to_a_quarter(double random, double expected) =>
        (Fresh with { Failures = 4 }).After(Refused, TimeSpan.Zero, applied: false, random).Delay.ShouldBe(TimeSpan.FromSeconds(expected));

    [Theory]
    [InlineData(0, 500, 1, "below the first wait anyway")]
    [InlineData(0, 5_000, 5, "as asked")]
    [InlineData(3, 5_000, 8, "the wait is longer already")]
    [InlineData(0, 3_600_000, 30, "no longer than the longest")]
    public void What_the_stream_asks_for_is_a_floor(int failures, int floorMilliseconds, double expected, string why)
    {
        var policy = Fresh with { Failures = failures, Floor = TimeSpan.FromMilliseconds(floorMilliseconds) };
        policy.After(Refused, TimeSpan.Zero, applied: false, random: 0).Delay.ShouldBe(TimeSpan.FromSeconds(expected), why);
    }

    [Fact]
    public void Jitter_does_not_go_below_the_floor()
    {
        var policy = Fresh with { Floor = TimeSpan.FromSeconds(5) };
        policy.After(Refused, TimeSpan.Zero, applied: false, random: 0.99).Delay.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 7)]
    [InlineData(120, 120)]
    public void A_refusal_may_ask_for_more_than_the_longest_wait(double askedSeconds, double expected)
    {
        var busy = new ConnectionEnd("http_503", "busy", After: TimeSpan.FromSeconds(askedSeconds));
        Fresh.After(busy, TimeSpan.Zero, applied: false, random: 0).Delay.ShouldBe(TimeSpan.FromSeconds(expected));
    }

    [Fact]
    public void Trouble_that_does_not_pass_by_itself_waits_longest_at_once()
    {
        var wrong = new ConnectionEnd("http_404", "not there", Retry.Slowly);
        Fresh.After(wrong, TimeSpan.Zero, applied: false, random: 0).Delay.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void After_a_stop_nothing_follows_and_the_failures_are_forgotten()
    {
        var stop = new ConnectionEnd("http_204", "stop", Retry.No);
        var (next, delay) = (Fresh with { Failures = 9 }).After(stop, Long, applied: true, random: 0);
        delay.ShouldBeNull();
        next.Failures.ShouldBe(0);
    }

    [Fact]
    public void No_wait_is_ever_longer_than_the_longest_nor_shorter_than_jitter_allows() =>
        Any.Sample((failures, random, floor, applied) =>
        {
            var policy = Fresh with { Failures = failures, Floor = TimeSpan.FromMilliseconds(floor) };
            var (next, delay) = policy.After(Refused, TimeSpan.FromSeconds(5), applied, random);
            return delay >= TimeSpan.FromSeconds(0.75) && delay <= TimeSpan.FromSeconds(30) && next.Failures == failures + 1;
        });
}
