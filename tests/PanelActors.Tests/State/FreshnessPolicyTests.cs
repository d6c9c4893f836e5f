using PanelActors.Protocol;
using PanelActors.Protocol.Encode;
using PanelActors.State;
using PanelActors.Tests.Support;
using PanelActors.Tree;

namespace PanelActors.Tests.State;

public sealed class FreshnessPolicyTests
{
    private static readonly FreshnessPolicy Policy = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
    private static readonly DateTimeOffset Noon = new(2024, 5, 17, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, nameof(Health.Init))]
    [InlineData(0.0, nameof(Health.Ok))]
    [InlineData(9.999_999_9, nameof(Health.Ok))]
    [InlineData(10.0, nameof(Health.Warn))]
    [InlineData(29.999_999_9, nameof(Health.Warn))]
    [InlineData(30.0, nameof(Health.Stale))]
    [InlineData(1e9, nameof(Health.Stale))]
    public void Health_follows_the_age(double? age, string health) =>
        Policy.Classify(age is { } seconds ? TimeSpan.FromSeconds(seconds) : null).ShouldBe(health.As<Health>());

    [Theory]
    [InlineData(nameof(Health.Init), "init", 0)]
    [InlineData(nameof(Health.Ok), "ok", 1)]
    [InlineData(nameof(Health.Warn), "warn", 2)]
    [InlineData(nameof(Health.Stale), "stale", 3)]
    public void Names_and_numbers_are_those_of_the_specification(string health, string name, int number)
    {
        health.As<Health>().ToName().ShouldBe(name);
        ((int)health.As<Health>()).ShouldBe(number);
    }

    [Fact]
    public void An_age_just_below_a_threshold_is_not_shown_as_having_reached_it()
    {
        var beat = new Heartbeat(null, null, null, TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1), Health.Ok);
        beat.AgeSeconds.ShouldBe(9.999);
        (beat with { Age = TimeSpan.FromSeconds(10) }).AgeSeconds.ShouldBe(10);
        (beat with { Age = null }).AgeSeconds.ShouldBeNull();
    }

    [Fact]
    public void Nothing_came_yet_is_init_without_an_age() =>
        Heartbeat.Of(PanelState.Initial, Policy, Noon).ShouldBe(new Heartbeat(null, null, null, null, Health.Init));

    [Fact]
    public void The_age_runs_from_the_last_event()
    {
        var heartbeat = Heartbeat.Of(Baseline(Noon), Policy, Noon.AddSeconds(12));
        heartbeat.ShouldBe(new Heartbeat(Noon, Noon, null, TimeSpan.FromSeconds(12), Health.Warn));
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_make_the_age_negative()
    {
        var heartbeat = Heartbeat.Of(Baseline(Noon), Policy, Noon.AddHours(-1));
        heartbeat.Age.ShouldBe(TimeSpan.Zero);
        heartbeat.Health.ShouldBe(Health.Ok);
    }

    [Theory]
    [InlineData(0, nameof(Health.Ok), nameof(Health.Ok))]
    [InlineData(0, nameof(Health.Init), nameof(Health.Ok))]
    [InlineData(0, nameof(Health.Stale), nameof(Health.Stale))]
    [InlineData(12, nameof(Health.Ok), nameof(Health.Warn))]
    [InlineData(12, nameof(Health.Stale), nameof(Health.Stale))]
    [InlineData(30, nameof(Health.Warn), nameof(Health.Stale))]
    public void Of_what_a_relay_reports_and_the_age_the_worse_counts(int age, string said, string health) =>
        Heartbeat.Of(Baseline(Noon).WithUpstreamHealth(said.As<Health>()), Policy, Noon.AddSeconds(age)).Health
            .ShouldBe(health.As<Health>());

    [Fact]
    public void What_was_applied_without_a_time_is_stale()
    {
        var undated = PanelState.Initial.Apply(new PanelFullEvent(PanelObject.Empty) { Age = null }, Noon, new StateLimits()).State;
        Heartbeat.Of(undated, Policy, Noon).ShouldBe(new Heartbeat(null, null, null, null, Health.Stale));
    }

    [Fact]
    public void It_is_sent_with_times_in_seconds_and_with_both_thresholds()
    {
        var heartbeat = new Heartbeat(Noon, Noon.AddSeconds(-1), Noon.AddMilliseconds(-2_500), TimeSpan.FromMilliseconds(1_250), Health.Ok);
        var noon = Noon.ToUnixTimeSeconds();
        heartbeat.ToBody(Policy).ShouldBe(new HeartbeatBody(noon, noon - 1, noon - 2.5, 1.25, "ok", 10, 30));
        default(Heartbeat).ToBody(Policy).ShouldBe(new HeartbeatBody(null, null, null, null, "init", 10, 30));
    }

    private static PanelState Baseline(DateTimeOffset at) =>
        PanelState.Initial.Apply(new PanelFullEvent(PanelObject.Parse("""{"p":1}""")), at, new StateLimits()).State;
}
