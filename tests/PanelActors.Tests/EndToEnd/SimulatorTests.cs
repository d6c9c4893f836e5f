using PanelActors.Tests.Support;


namespace PanelActors.Tests.EndToEnd;

public sealed class SimulatorTests
{
    [Fact]
    public async Task The_built_in_feed_keeps_a_store_fresh_whole_and_moving()
    {
        await using var daemon = await Daemon.Start(
            ("Sources:0:Name", "market"), ("Sources:0:Url", "simulator:?interval=00:00:00.010&full_every=20"));
        var first = await daemon.Until(state => state is { FullCount: >= 1, Need.IsNeeded: false }, "a baseline");
        var later = await daemon.Until(
            state => state.FullCount > first.FullCount && state.DiffAppliedCount > first.DiffAppliedCount, "another baseline");
        later.DiffDroppedCount.ShouldBe(0);
        later.Generation!.Value.ShouldBeGreaterThan(first.Generation!.Value);
        later.Status!.Count.ShouldBeGreaterThan(0);
        ((string?)(await daemon.Snapshot())["panel_push_meta"]!["sse_heartbeat"]!["health"]).ShouldBe("ok");
    }
}
