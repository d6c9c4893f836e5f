using PanelActors.Configuration;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

public sealed class AccessRulesTests
{
    [Fact]
    public void Keys_for_clients_are_read_as_lists_and_as_one_line()
    {
        var options = Check(
            ("ClientLimits:Connections", "7"), ("AllowedHosts", "a.example; *.b.example"),
            ("KnownProxies:0", "10.0.0.0/8"), ("KnownProxies:1", "::1")).Options;
        options.ClientLimits.ShouldBe(new() { Connections = 7 });
        options.AllowedHosts.ShouldBe(["a.example", "*.b.example"]);
        options.KnownProxies.ShouldBe(["10.0.0.0/8", "::1"]);

        var defaults = Check().Options;
        (defaults.ClientLimits, defaults.AllowedHosts.Count, defaults.KnownProxies.Count).ShouldBe((new(), 0, 0));
    }

    [Theory]
    [InlineData("AllowedHosts:0", "a.example")]
    [InlineData("AllowedHosts:0", "*")]
    [InlineData("AllowedHosts:0", "*.a.example")]
    [InlineData("AllowedHosts:0", "10.0.0.1")]
    [InlineData("AllowedHosts:0", "[::1]")]
    [InlineData("AllowedHosts:0", "my_host-1")]
    [InlineData("KnownProxies:0", "2001:db8::/32")]
    [InlineData("ClientLimits:Connections", "1")]
    public void What_makes_sense_is_taken(string key, string value) => Check((key, value)).Faults.ShouldBeEmpty();

    [Theory]
    [InlineData("AllowedHosts:0", "a.example:80")]
    [InlineData("AllowedHosts:0", "http://a.example")]
    [InlineData("AllowedHosts:0", "a.*.example")]
    [InlineData("AllowedHosts:0", "*a.example")]
    [InlineData("AllowedHosts:0", "a..example")]
    [InlineData("AllowedHosts:0", "bücher.example")]
    [InlineData("KnownProxies:0", "proxy.example")]
    [InlineData("KnownProxies:0", "10.0.0.0/64")]
    [InlineData("ClientLimits:Connections", "0")]
    [InlineData("ClientLimits:Connections", "many")]
    public void What_does_not_is_a_fault_of_its_key(string key, string value) =>
        Check((key, value)).Faults.ShouldHaveSingleItem().Key.ShouldBe($"PanelActors:{key}");

    [Theory]
    [InlineData("MaxConcurrentConnections", "10", true)]
    [InlineData("KeepAliveTimeout", "00:01:00", true)]
    [InlineData("Http2:MaxStreamsPerConnection", "7", true)]
    [InlineData("MaxRequestBodySize", "", true)]
    [InlineData("MinRequestBodyDataRate", "", true)]
    [InlineData("MaxConcurrentConnections", "many", false)]
    [InlineData("MaxConcurrentConnections", "0", false)]
    [InlineData("KeepAliveTimeout", "soon", false)]
    [InlineData("MinRequestBodyDataRate:BytesPerSecond", "fast", false)]
    [InlineData("MaxConections", "10", false)]
    public void The_web_servers_own_limits_are_checked_with_the_rest(string key, string value, bool good)
    {
        var configuration = Settings.With();
        configuration[$"Kestrel:Limits:{key}"] = value;
        var faults = OptionsValidator.Check(configuration).Faults;
        if (good) faults.ShouldBeEmpty();
        else faults.ShouldHaveSingleItem().Key.ShouldStartWith("Kestrel:Limits:");
    }

    private static CheckedOptions Check(params (string Key, string? Value)[] changes) => OptionsValidator.Check(Settings.With(changes));
}
