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

    [Theory]
    [InlineData("http://h:5080", "http://h:5080/api/stores", "h:5080")]
    [InlineData("http://h:5080/", "http://h:5080/api/stores", "h:5080")]
    [InlineData("https://h/panels", "https://h/panels/api/stores", "h/panels")]
    [InlineData("https://h/panels/?x=1", "https://h/panels/api/stores", "h/panels")]
    public void A_daemon_may_stand_below_a_path(string daemon, string address, string name)
    {
        DaemonAddress.At(new Uri(daemon), "/api/stores").ShouldBe(new Uri(address));
        DaemonAddress.Name(new Uri(daemon)).ShouldBe(name);
    }
}
