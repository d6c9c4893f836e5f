using PanelActors.Http.Access;

namespace PanelActors.Tests.Http.Access;

public sealed class StoreScopeTests
{
    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("market", "market", true)]
    [InlineData("market", "MARKET", true)]
    [InlineData("market", "markets", false)]
    [InlineData("mar*", "market", true)]
    [InlineData("*ket", "market", true)]
    [InlineData("m*t", "market", true)]
    [InlineData("m*t", "markets", false)]
    [InlineData("a,market", "market", true)]
    [InlineData("", "market", false)]
    [InlineData("mark?t", "market", false)]
    [InlineData("mar.et", "market", false)]
    public void A_store_is_in_it_by_its_name(string names, string store, bool isIn) =>
        new StoreScope(names.Split(',', StringSplitOptions.RemoveEmptyEntries)).Contains(store!).ShouldBe(isIn);

    [Fact]
    public void Scopes_of_the_same_names_are_equal()
    {
        new StoreScope(["a", "b"]).ShouldBe(new StoreScope(["a", "b", "B"]));
        new StoreScope(["a", "b"]).ShouldNotBe(new StoreScope(["a"]));
        new AccessGrant(Rights.Read, new StoreScope(["a"])).ShouldBe(AccessGrant.Of(["READ", "fly"], ["a"]));
    }
}
