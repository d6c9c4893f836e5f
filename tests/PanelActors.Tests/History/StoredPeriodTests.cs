using PanelActors.History;
using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Tests.History;

public sealed class StoredPeriodTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly FreshnessPolicy Policy = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    [Fact]
    public void An_ok_goes_on_over_a_short_pause_alone()
    {
        Resume(new StoredPeriod(Health.Ok, Ago(600), Ago(5)), Health.Ok, Ago(1)).ShouldBe(Ago(600));
        Resume(new StoredPeriod(Health.Ok, Ago(600), Ago(20)), Health.Ok, Ago(1)).ShouldBeNull();
        Resume(new StoredPeriod(Health.Stale, Ago(600), Ago(5)), Health.Ok, Ago(1)).ShouldBeNull();
        Resume(null, Health.Ok, Ago(1)).ShouldBeNull();
    }

    [Fact]
    public void A_stale_goes_by_the_age_of_the_data()
    {
        Resume(new StoredPeriod(Health.Stale, Ago(600), Ago(400)), Health.Stale, Ago(630)).ShouldBe(Ago(600));
        // Something came in between.
        Resume(new StoredPeriod(Health.Stale, Ago(600), Ago(400)), Health.Stale, Ago(100)).ShouldBe(Ago(70));
        Resume(null, Health.Stale, Ago(100)).ShouldBe(Ago(70));
        Resume(null, Health.Warn, Ago(15)).ShouldBe(Ago(5));
    }

    [Fact]
    public void What_is_stored_for_the_future_counts_for_nothing() =>
        Resume(new StoredPeriod(Health.Ok, Now.AddHours(1), Now.AddHours(2)), Health.Ok, Ago(1)).ShouldBeNull();

    private static DateTimeOffset Ago(int seconds) => Now.AddSeconds(-seconds);

    private static DateTimeOffset? Resume(StoredPeriod? stored, Health health, DateTimeOffset last) =>
        StoredPeriod.Resume(stored, new Heartbeat(last, null, null, Now - last, health), Policy, Now);
}
