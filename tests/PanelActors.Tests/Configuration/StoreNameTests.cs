using PanelActors.Configuration;

namespace PanelActors.Tests.Configuration;

public sealed class StoreNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("NSE-india_2")]
    public void Letters_digits_dash_and_underscore_make_a_name(string text) => new StoreName(text).IsValid.ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    [InlineData("٣")]
    public void Nothing_else_does(string text) => new StoreName(text).IsValid.ShouldBeFalse();

    [Fact]
    public void A_name_has_at_most_64_characters()
    {
        new StoreName(new string('a', 64)).IsValid.ShouldBeTrue();
        new StoreName(new string('a', 65)).IsValid.ShouldBeFalse();
    }

    [Theory]
    [InlineData("panel_push_meta", true)]
    [InlineData("Adaptive_Stream", true)]
    [InlineData("panel_push", false)]
    public void Names_that_the_snapshot_uses_are_reserved_in_any_case(string text, bool isReserved) =>
        new StoreName(text).IsReserved.ShouldBe(isReserved);

    [Fact]
    public void Names_are_equal_whatever_the_case_of_their_letters()
    {
        StoreName name = new("nse"), other = new("NSE");
        name.ShouldBe(other);
        name.GetHashCode().ShouldBe(other.GetHashCode());
        (name == "Nse").ShouldBeTrue();
        new Dictionary<StoreName, int> { [name] = 1 }.ContainsKey(other).ShouldBeTrue();
    }

    [Fact]
    public void But_not_spelled_alike()
    {
        new StoreName("nse").IsSpelledAs("NSE").ShouldBeFalse();
        new StoreName("nse").IsSpelledAs("nse").ShouldBeTrue();
    }

    [Fact]
    public void No_text_is_no_name() => ((StoreName?)(string?)null).ShouldBeNull();

    [Fact]
    public void A_name_is_shown_as_it_is_spelled() => $"{new StoreName("NSE")}".ShouldBe("NSE");
}
