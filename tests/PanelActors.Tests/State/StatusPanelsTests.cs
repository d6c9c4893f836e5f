using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Tests.State;

public class StatusPanelsTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("{}", "")]
    [InlineData("""{"b":1,"a":{}}""", "b a")]
    [InlineData("""{"b":1,"panel_push_meta":{},"a":null,"adaptive_stream":[]}""", "b a")]
    [InlineData("""{"panel_push_meta":null}""", "")]
    public void What_a_snapshot_merges_its_own_into_is_no_panel(string? json, string panels)
    {
        var status = json is null ? null : PanelObject.Parse(json);
        string.Join(' ', StatusPanels.Of(status).Select(static panel => panel.Key)).ShouldBe(panels);
        StatusPanels.Count(status).ShouldBe(StatusPanels.Of(status).Count());
    }
}
