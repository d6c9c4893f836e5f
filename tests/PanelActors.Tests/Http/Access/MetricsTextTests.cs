using PanelActors.Http.Access;

namespace PanelActors.Tests.Http.Access;

public sealed class MetricsTextTests
{
    [Theory]
    [InlineData("a 1\n", "a 1\n")]
    [InlineData("# HELP a store=\"x\"\na{store=\"x\"} 1\n", "# HELP a store=\"x\"\n")]
    [InlineData("a{store=\"x\",le=\"1\"} 1\na{store=\"y\",le=\"1\"} 2\n", "a{store=\"y\",le=\"1\"} 2\n")]
    [InlineData("a{le=\"1\",store=\"x\"} 1\n# EOF\n", "# EOF\n")]
    [InlineData("a{other=\"store=\\\"x\\\"\"} 1\n", "a{other=\"store=\\\"x\\\"\"} 1\n")]
    [InlineData("a{other=\"}\",store=\"x\"} 1\nb 2\n", "b 2\n")]
    public void Series_of_a_hidden_store_are_left_out(string text, string shown) =>
        MetricsText.Filter(text, static (label, value) => (label, value) != ("store", "x")).ShouldBe(shown);
}
