using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Composite;
using PanelActors.Configuration;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Composite;

/// <summary>A composite as the time passes.</summary>
public sealed class CompositeActorTests : VirtualTimeTest
{
    [Fact]
    public async Task Its_data_is_of_another_time_when_another_member_becomes_the_worst_by_getting_older()
    {
        var now = Time.GetUtcNow();
        var lenient = Member("lenient", 10, Stores.Whole("{}") with { LastEvent = now.AddSeconds(-1) });
        var strict = Member("strict", 2, Stores.Whole("{}") with { LastEvent = now });
        var board = new StoreBoard("all");
        var options = new CompositeOptions { Name = "all", Members = ["lenient", "strict"], Health = HealthRule.Worst };
        var store = new CompositeStore(options, [lenient, strict], board, Stores.Freshness, null!);
        Action countFailover = static () => { };
        var actor = Sys.ActorOf(
            Props.Create(() => new CompositeActor(store, 5, TimeSpan.FromSeconds(1), Time, countFailover, NullLogger.Instance)));
        await Settle(actor);
        board.Current.State.LastEvent.ShouldBe(now.AddSeconds(-1), "both are ok, and it is the older");

        for (var second = 0; second < 3; second++) await Advance(TimeSpan.FromSeconds(1), actor);
        board.Current.State.LastEvent.ShouldBe(now, "the other one is to be warned of by now");
        var version = board.Current.Version;
        await Advance(TimeSpan.FromSeconds(1), actor);
        board.Current.Version.ShouldBe(version);
        store.HeartbeatAt(Time.GetUtcNow()).LastEvent.ShouldBe(now);
    }

    private SourceStore Member(string name, int warnAfter, PanelState state)
    {
        var board = new StoreBoard(name);
        board.Publish(state);
        var freshness = new FreshnessPolicy(TimeSpan.FromSeconds(warnAfter), TimeSpan.FromSeconds(10 * warnAfter));
        return new SourceStore(board, freshness, true, null!, new SourceConnection(Time));
    }
}
