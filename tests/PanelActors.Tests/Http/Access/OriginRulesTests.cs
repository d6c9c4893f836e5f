using Microsoft.AspNetCore.Http;
using PanelActors.Http.Access;

namespace PanelActors.Tests.Http.Access;

public sealed class OriginRulesTests
{
    [Theory]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://LOCALHOST:5080", true)]
    [InlineData("https://localhost:5080", false)]
    [InlineData("http://localhost:5081", false)]
    [InlineData("http://localhost", false)]
    [InlineData("http://127.0.0.1:5080", false)]
    [InlineData("http://localhost:5080.evil.example", false)]
    [InlineData("http://evil.example", false)]
    [InlineData("http://user@localhost:5080", false)]
    [InlineData("http://localhost:5080/page", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    [InlineData("file://", false)]
    public void Only_the_page_of_the_very_origin_may_change_something(string origin, bool may) =>
        OriginRules.MayChange([origin], "", "http", new HostString("localhost:5080")).ShouldBe(may, origin);

    [Theory]
    [InlineData("http", "panel.example", "http://panel.example:80")]
    [InlineData("https", "panel.example:443", "https://panel.example")]
    [InlineData("http", "[::1]:5080", "http://[::1]:5080")]
    public void A_port_that_goes_without_saying_may_be_said(string scheme, string host, string origin) =>
        OriginRules.MayChange([origin], "cross-site", scheme, new HostString(host)).ShouldBeTrue();

    [Theory]
    [InlineData("", true)]
    [InlineData("none", true)]
    [InlineData("same-origin", true)]
    [InlineData("same-site", false)]
    [InlineData("cross-site", false)]
    [InlineData("anything", false)]
    public void Without_an_origin_a_browser_says_whose_page_it_was(string site, bool may) =>
        OriginRules.MayChange([], site, "http", new HostString("localhost")).ShouldBe(may);

    [Fact]
    public void Two_origins_are_none() =>
        OriginRules.MayChange(["http://localhost", "http://localhost"], "", "http", new HostString("localhost")).ShouldBeFalse();
}
