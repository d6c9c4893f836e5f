using PanelActors.Protocol;
using PanelActors.Stores;

namespace PanelActors.Tests.Stores;

public sealed class HealthPeriodsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_period_begins_with_the_first_look_and_lasts_until_another_health_is_seen()
    {
        var periods = new HealthPeriods();
        (Health Health, int At, int Since)[] looks =
        [
            (Health.Init, 1, 1), (Health.Init, 2, 1), (Health.Ok, 3, 3), (Health.Ok, 9, 3), (Health.Warn, 10, 10), (Health.Stale, 30, 30),
            (Health.Ok, 31, 31), (Health.Ok, 20, 31), (Health.Warn, 21, 21),
        ];
        foreach (var (health, at, since) in looks)
            periods.Observe(health, Start.AddSeconds(at)).ShouldBe(Start.AddSeconds(since), $"{health} at {at}");
    }
}
