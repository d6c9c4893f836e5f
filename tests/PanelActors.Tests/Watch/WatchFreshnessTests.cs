using System.Globalization;
using PanelActors.Protocol;
using PanelActors.Protocol.Encode;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class WatchFreshnessTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // What was heard and when, then the question: e2:1 = at second 2 an event with data 1 s old; b2:12:warn = a heartbeat; ?9.
    [Theory]
    [InlineData("?5", "init")]
    [InlineData("e0:0 ?9.9", "ok 9.9")]
    [InlineData("e0:0 ?10", "warn 10")]
    [InlineData("e0:0 ?30", "stale 30")]
    [InlineData("e0:25 ?0", "warn 25")]
    [InlineData("e0:0 e20:1 ?22", "ok 3")]
    [InlineData("b0:4:ok ?5", "ok 9")]
    [InlineData("b0:4:ok ?6", "warn 10")]
    [InlineData("b0:4:ok ?99", "stale 103")]
    [InlineData("b0:12:warn e5:0 ?6", "warn 1")]
    [InlineData("b0:12:warn e5:0 b6:1:ok ?6", "ok 1")]
    [InlineData("b0::init ?99", "init")]
    [InlineData("b0::init e5:0 ?6", "ok 1")]
    // Of a composite: what is said does not follow from the age.
    [InlineData("b0:2:stale ?1", "stale 3")]
    [InlineData("b0:2:stale e1:0 ?2", "stale 1")]
    [InlineData("b0:2:stale e1:0 b2:0:ok ?2", "ok 0")]
    [InlineData("b0:40:ok ?1", "stale 41")]
    // Of a composite with a part that never came, or of a feed that was never known to be fresh: u5 = such an event.
    [InlineData("b0::stale ?1", "stale")]
    [InlineData("b0::stale e1:0 ?2", "stale")]
    [InlineData("b0::stale u1 ?2", "stale")]
    [InlineData("b0::stale e1:0 b2:0.5:ok ?3", "ok 1.5")]
    [InlineData("u0 b1::stale e2:0 ?2", "stale")]
    [InlineData("b0:1:ok u5 ?6", "ok 7")]
    // A clock never goes back here, and if it did no data would become younger.
    [InlineData("e5:1 ?4", "ok 1")]
    public void Health_and_age_go_on_between_two_words_of_the_daemon(string history, string expected)
    {
        var freshness = WatchFreshness.Unknown;
        foreach (var word in history.Split(' '))
        {
            var parts = word[1..].Split(':');
            var now = Start.AddSeconds(Number(parts[0]));
            if (word[0] == 'e') freshness = freshness.AfterEvent(TimeSpan.FromSeconds(Number(parts[1])), now);
            else if (word[0] == 'u') freshness = freshness.AfterEvent(null, now);
            else if (word[0] == 'b') freshness = WatchFreshness.AfterBeat(Beat(parts[1], parts[2]), now);
            else $"{freshness.HealthAt(now).ToName()} {Seconds(freshness.AgeAt(now))}".TrimEnd().ShouldBe(expected);
        }
    }

    [Fact]
    public void The_thresholds_are_those_of_the_store()
    {
        var freshness = WatchFreshness.AfterBeat(new HeartbeatBody(null, null, null, 0, "ok", 100, 200), Start);
        freshness.HealthAt(Start.AddSeconds(99)).ShouldBe(Health.Ok);
        freshness.AfterEvent(TimeSpan.Zero, Start.AddSeconds(50)).HealthAt(Start.AddSeconds(149)).ShouldBe(Health.Ok);
        freshness.HealthAt(Start.AddSeconds(200)).ShouldBe(Health.Stale);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-5)]
    [InlineData(1e300)]
    public void A_number_that_makes_no_sense_breaks_nothing(double seconds)
    {
        var beat = new HeartbeatBody(null, null, null, seconds, "ok", seconds, seconds);
        Should.NotThrow(() => WatchFreshness.AfterBeat(beat, Start).HealthAt(Start.AddSeconds(1)));
    }

    [Fact]
    public void A_rate_is_that_of_the_last_seconds()
    {
        var rate = EventRate.None;
        rate.At(Start).ShouldBe(0);
        for (var i = 0; i < 40; i++) rate = rate.Count(Start.AddMilliseconds(i * 100));
        rate.At(Start.AddSeconds(4)).ShouldBe(10);
        rate.At(Start.AddSeconds(8)).ShouldBe(5);
        rate.At(Start.AddSeconds(60)).ShouldBe(0);
    }

    private static HeartbeatBody Beat(string age, string health) =>
        new(null, null, null, age.Length == 0 ? null : Number(age), health, 10, 30);

    private static string? Seconds(TimeSpan? age) => age?.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
