using PanelActors.History;

namespace PanelActors.Tests.History;

public sealed class SeriesPathTests
{
    [Theory]
    [InlineData("/a/b", "/a/b", true)]
    [InlineData("/a/b", "/a/B", false)]
    [InlineData("/a/*", "/a/b", true)]
    [InlineData("/a/*", "/a/b/c", false)]
    [InlineData("/a/**", "/a/b/c", true)]
    [InlineData("/**/ltp", "/indices/NIFTY/ltp", true)]
    [InlineData("/**/ltp", "/ltp", true)]
    [InlineData("/a/**/z", "/a/b/c/y", false)]
    [InlineData("/x*y/1", "/xaby/1", true)]
    [InlineData("/a?/b", "/ab/b", false)]
    [InlineData("/*<", "/a<", true)]
    [InlineData("/a~1b/*", "/a~1b/c", true)]
    [InlineData(@"/*a\0.", @"/*a\0.", true)]
    [InlineData(@"/*\x*", @"/a\xb", true)]
    [InlineData("/*a*b", "/aaabab", true)]
    [InlineData("/*a*b", "/aaaba", false)]
    public void A_pattern_stands_for_pointers(string pattern, string place, bool matches) =>
        SeriesPath.Parse(pattern)!.Matches(place).ShouldBe(matches);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a/b")]
    [InlineData("/a~")]
    [InlineData("/a~2")]
    public void Other_texts_are_no_paths(string text) => SeriesPath.Parse(text).ShouldBeNull();

    [Fact]
    public void Many_stars_take_no_time() => SeriesPath.Parse("/" + string.Join('/', Enumerable.Repeat("**/a", 50)) + "/z")!
        .Matches("/" + string.Join('/', Enumerable.Repeat("a", 500))).ShouldBeFalse();

    [Fact]
    public void Many_stars_in_one_part_take_no_time() =>
        SeriesPath.Parse("/" + string.Concat(Enumerable.Repeat("*a", 200)) + "b")!.Matches("/" + new string('a', 900)).ShouldBeFalse();

    [Fact]
    public void Names_are_escaped() => SeriesPath.Append("/x", "a/b~c").ShouldBe("/x/a~1b~0c");
}
