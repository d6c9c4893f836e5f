using System.Net;
using Microsoft.AspNetCore.Http;
using PanelActors.Configuration;
using PanelActors.Http.Access;

namespace PanelActors.Tests.Http.Access;

public sealed class HostRulesTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:5080", true)]
    [InlineData("LocalHost:1", true)]
    [InlineData("localhost.", true)]
    [InlineData("127.0.0.1:5080", true)]
    [InlineData("127.8.9.1", true)]
    [InlineData("[::1]:5080", true)]
    [InlineData("192.168.7.7:5080", true)]
    [InlineData("10.1.2.3:5080", true)]
    [InlineData("10.1.2.4:5080", false)]
    [InlineData("0.0.0.0:5080", false)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("127.1", false)]
    [InlineData("2130706433", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    [InlineData(".", false)]
    public void By_default_a_request_may_be_for_what_is_listened_on_for_loopback_and_for_where_it_came_in(string host, bool allowed) =>
        Allows(["http://192.168.7.7:5080", "http://localhost:5081"], [], host, local: "::ffff:10.1.2.3").ShouldBe(allowed);

    [Theory]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    public void Listening_on_every_address_is_not_answering_to_every_name(string url)
    {
        Allows([url], [], "evil.example", "10.1.2.3").ShouldBeFalse();
        Allows([url], [], "10.1.2.3", "10.1.2.3").ShouldBeTrue();
        Allows([url], [], "localhost", "127.0.0.1").ShouldBeTrue();
    }

    [Theory]
    [InlineData("panel.example.org", true)]
    [InlineData("PANEL.example.org:8443", true)]
    [InlineData("a.desk.example", true)]
    [InlineData("a.b.desk.example", true)]
    [InlineData("desk.example", false)]
    [InlineData("evildesk.example", false)]
    [InlineData("[2001:db8::1]", true)]
    [InlineData("[2001:db8::2]", false)]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", true)]
    public void What_is_configured_takes_the_place_of_the_default_but_for_where_the_request_came_in(string host, bool allowed) =>
        Allows(["http://localhost:5080"], ["panel.example.org", "*.desk.example", "2001:db8::1"], host, "10.1.2.3").ShouldBe(allowed);

    [Fact]
    public void A_star_is_every_name_but_not_none()
    {
        Allows(["http://localhost:5080"], ["*"], "evil.example", null).ShouldBeTrue();
        Allows(["http://localhost:5080"], ["*"], "", null).ShouldBeFalse();
    }

    private static bool Allows(string[] urls, string[] allowed, string host, string? local) =>
        new HostRules(new PanelActorsOptions { Urls = urls, AllowedHosts = allowed })
            .Allow(new HostString(host), local is null ? null : IPAddress.Parse(local));
}
