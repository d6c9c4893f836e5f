using PanelActors.State;

namespace PanelActors.Tests.State;

/// <summary>How old data is by its publish time.</summary>
public sealed class PublishAgeTests
{
    private static readonly DateTimeOffset FeedNow = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Theory]
    [InlineData(1_700_000_000, 0)]
    [InlineData(1_699_999_999.9, 0)]
    [InlineData(1_699_999_998.6, 0)]
    [InlineData(1_699_999_998.5, 1.5)]
    [InlineData(1_699_996_400, 3600)]
    [InlineData(1_700_003_600, 0)]
    [InlineData(1e300, 0)]
    [InlineData(1, 1_699_999_999)]
    [InlineData(-1_453_599_999, 3_153_599_999)]
    [InlineData(-1_453_600_001, 3_153_600_000)]
    [InlineData(-1e300, 3_153_600_000)]
    public void It_is_the_time_since_then_by_the_feeds_clock_and_never_negative(double publishedAt, double seconds) =>
        PublishAge.Of(PublishAge.Latency(publishedAt, FeedNow)).TotalSeconds.ShouldBe(seconds, 0.001);

    [Fact]
    public void The_latency_is_told_also_where_it_is_too_small_for_an_age() =>
        PublishAge.Latency(1_699_999_999.5, FeedNow).TotalSeconds.ShouldBe(0.5, 0.001);
}
