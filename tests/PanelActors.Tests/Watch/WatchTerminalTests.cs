using PanelActors.Watch;


namespace PanelActors.Tests.Watch;

public sealed class WatchTerminalTests
{
    [Theory]
    [InlineData(0, 0, 80, 24)]
    [InlineData(0, 50, 80, 50)]
    [InlineData(132, -1, 132, 24)]
    [InlineData(7, 3, 7, 3)]
    public void A_terminal_that_does_not_know_its_size_counts_as_a_usual_one(int width, int height, int usableWidth, int usableHeight) =>
        WatchTerminal.Usable((width, height)).ShouldBe((usableWidth, usableHeight));
}
