using PanelActors.Hosting;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tests.Protocol;

namespace PanelActors.Tests.Hosting;

public sealed class ClosedLabelsTests
{
    [Fact]
    public void Every_reason_to_drop_an_event_is_shown_from_zero_on() =>
        ClosedLabels.All.Drops.Select(drop => drop.Reason).Distinct()
            .ShouldBe(NamesTests.Constants(typeof(DropReasons)).Except([DropReasons.Diverged]), ignoreOrder: true);

    [Fact]
    public void Drops_are_of_types_that_are_counted() =>
        ClosedLabels.All.Drops.Select(drop => drop.Type).Except(EventTypes.Counted).ShouldBeEmpty();

    [Fact]
    public void The_states_of_a_connection_are_those_of_the_specification() =>
        ClosedLabels.All.ConnectionStates.ShouldBe(["connecting", "open", "waiting", "stopped"]);
}
