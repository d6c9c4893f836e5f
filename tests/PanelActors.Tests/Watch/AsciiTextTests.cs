using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class AsciiTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("▁▂▃▄▅▆▇█", "_.-~=+*#")]
    [InlineData("── ● ▲ …", "-- * ^ ~")]
    [InlineData("日本", "????")]
    [InlineData("e\u0301", "e")]
    public void It_takes_as_many_columns(string text, string ascii)
    {
        AsciiText.Of(text).ShouldBe(ascii);
        ascii.Length.ShouldBe(SafeText.WidthOf(text));
    }

    [Theory]
    [InlineData(null, null, null, false)]
    [InlineData(null, null, "en_IN.UTF-8", false)]
    [InlineData(null, "C.utf8", "C", false)]
    [InlineData("", "", "C", true)]
    [InlineData("POSIX", null, "en_IN.UTF-8", true)]
    [InlineData(null, null, "de_DE.ISO-8859-1", true)]
    public void It_is_needed_where_the_environment_names_another_character_set(
        string? all, string? characters, string? language, bool isNeeded) =>
        AsciiText.IsNeeded(name => name switch { "LC_ALL" => all, "LC_CTYPE" => characters, _ => language }).ShouldBe(isNeeded);

    [Fact]
    public void A_line_is_written_in_ascii()
    {
        var line = new ScreenLine().Add("● ").Add("▁█ 日", Tone.Trend);
        string.Concat(line.Segments(anchored: false, inAscii: true).Select(static segment => segment.Text)).ShouldBe("* _# ??");
    }
}
