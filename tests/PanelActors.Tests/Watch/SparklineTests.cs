using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class SparklineTests
{
    [Theory]
    [InlineData("0 1 2 3 4 5 6 7", "▁▂▃▄▅▆▇█")]
    [InlineData("5 5 9", "▁▁█")]
    [InlineData("1 - 2", "▁ █")]
    [InlineData("3 3", "▁▁")]
    [InlineData("- -", "  ")]
    [InlineData("-1e308 0 1e308", "▁▅█")]
    public void It_goes_from_the_least_to_the_greatest_and_a_gap_is_blank(string values, string blocks) =>
        Sparkline.Of([.. values.Split(' ').Select(static word =>
            word == "-" ? (double?)null : double.Parse(word, System.Globalization.CultureInfo.InvariantCulture))]).ShouldBe(blocks);
}
