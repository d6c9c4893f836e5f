using System.Net;
using PanelActors.Http.Access;

namespace PanelActors.Tests.Http.Access;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("fe80::1%1", "fe80::2%2", true)]
    [InlineData("::1", "::2", true)]
    [InlineData("0.0.0.0", "::", false)]
    [InlineData("0.0.0.1", "::1", false)]
    public void A_client_is_an_address_or_the_network_of_one(string one, string other, bool isSame)
    {
        var (first, second) = (ClientAddress.Of(IPAddress.Parse(one)), ClientAddress.Of(IPAddress.Parse(other)));
        first.Equals(second).ShouldBe(isSame);
        if (isSame) first.GetHashCode().ShouldBe(second.GetHashCode());
    }

    [Fact]
    public void Without_an_address_it_is_one_of_no_other()
    {
        ClientAddress.Of((IPAddress?)null).ShouldBe(default);
        ClientAddress.Of(IPAddress.Any).ShouldNotBe(default);
    }

    [Fact]
    public void Counts_are_exact_and_hold_only_those_that_have_something()
    {
        var counts = new ClientCounts();
        var (one, two) = (ClientAddress.Of(IPAddress.Parse("10.0.0.1")), ClientAddress.Of(IPAddress.Parse("10.0.0.2")));
        var first = counts.TryEnter(one, 2);
        var second = counts.TryEnter(one, 2);
        first.ShouldNotBeNull();
        second.ShouldNotBeNull();
        counts.TryEnter(one, 2).ShouldBeNull();
        counts.TryEnter(two, 0).ShouldBeNull();
        using var other = counts.TryEnter(two, 2);
        counts.Clients.ShouldBe(2);
        first.Dispose();
        first.Dispose();
        using (counts.TryEnter(one, 2).ShouldNotBeNull()) counts.TryEnter(one, 2).ShouldBeNull();
        second.Dispose();
        counts.Clients.ShouldBe(1);
    }

    [Fact]
    public void Each_client_has_a_rate_with_twice_as_many_at_once()
    {
        using var rates = new ClientRates(perSecond: 5);
        var one = ClientAddress.Of(IPAddress.Parse("10.0.0.1"));
        Enumerable.Range(0, 10).ShouldAllBe(_ => rates.TryAcquire(one));
        rates.TryAcquire(one).ShouldBeFalse();
        rates.TryAcquire(ClientAddress.Of(IPAddress.Parse("10.0.0.2"))).ShouldBeTrue();
        using var any = new ClientRates(perSecond: null);
        Enumerable.Range(0, 1000).ShouldAllBe(_ => any.TryAcquire(one));
    }
}
