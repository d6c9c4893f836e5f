using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class DaemonAddressTests
{
    [Theory]
    [InlineData("http://h:5080", "http://h:5080/api/stores", "h:5080")]
    [InlineData("http://h:5080/", "http://h:5080/api/stores", "h:5080")]
    [InlineData("https://h/panels", "https://h/panels/api/stores", "h/panels")]
    [InlineData("https://h/panels/?x=1", "https://h/panels/api/stores", "h/panels")]
    public void A_daemon_may_stand_below_a_path(string daemon, string address, string name)
    {
        new DaemonAddress(new Uri(daemon)).At("/api/stores").ShouldBe(new Uri(address));
        new DaemonAddress(new Uri(daemon)).Name.ShouldBe(name);
    }

    [Fact]
    public void The_name_of_a_store_is_one_segment_of_its_path() =>
        new DaemonAddress(new Uri("https://h/panels/"))
            .OfStore("a b/..", "/events").AbsoluteUri.ShouldBe("https://h/panels/api/stores/a%20b%2F../events");

    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("http://*:80", "http://127.0.0.1:80")]
    [InlineData("http://+:80", "http://127.0.0.1:80")]
    [InlineData("https://0.0.0.0:443", "https://127.0.0.1:443")]
    [InlineData("http://[::]:80", "http://[::1]:80")]
    [InlineData("http://localhost:80", "http://localhost:80")]
    public void Every_address_is_reached_over_loopback(string listening, string reachable) =>
        DaemonAddress.OfListening(listening).Url.OriginalString.ShouldBe(reachable);
}
