using PanelActors.History;
using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Tests.History;

public sealed class StoreHappeningsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 15, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-3600, -3600)]
    [InlineData(60, 60)]
    [InlineData(9_000_000, 0)]
    public void A_followup_has_its_own_time_and_one_of_the_future_that_of_now(int ahead, int at) =>
        Found(new StoreMemory(), Now.AddSeconds(ahead)).ShouldHaveSingleItem().At.ShouldBe(Now.AddSeconds(at));

    [Theory]
    [InlineData(-3600)]
    [InlineData(9_000_000)]
    public void One_that_the_previous_run_wrote_is_written_once(int ahead)
    {
        var written = Found(new StoreMemory(), Now.AddSeconds(ahead)).Single();
        var memory = new StoreMemory { Followups = [(HistoryEntry.Micros(written.At), written.Number)] };
        Found(memory, Now.AddSeconds(ahead)).ShouldBeEmpty();
    }

    private static List<HistoryEntry> Found(StoreMemory memory, DateTimeOffset time)
    {
        var batch = new HistoryBatch();
        var state = PanelState.Initial with { Followups = [new FollowupAlert(time, "WARN", "iv", index: null, "low")] };
        new StoreHappenings("feed", memory).Observe(state, Now, batch);
        return [.. batch.Entries.Where(static entry => entry.Kind == HistoryKind.Followup)];
    }
}
