using PanelActors.Telemetry;


namespace PanelActors.Tests.Telemetry;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("panel_full", "panel_full")]
    [InlineData("a\r\nINF forged", "a??INF forged")]
    [InlineData("\u001b[2J\0\u007f\u0085", "?[2J???")]
    [InlineData("grün ✓", "grün ✓")]
    public void Nothing_can_start_a_line_or_move_a_cursor(string text, string shown) => LogText.Printable(text).ShouldBe(shown);

    [Theory]
    [InlineData("\u2028", "a separator of lines")]
    [InlineData("\u2029", "a separator of paragraphs")]
    [InlineData("\u202e", "an override of direction")]
    public void Nothing_invisible_changes_how_a_line_is_read(string text, string why) => LogText.Printable(text).ShouldBe("?", why);

    [Theory]
    [InlineData("\ud83d\ude00", "\ud83d\ude00")]
    [InlineData("\udb40\udc01x", "?x")]
    [InlineData("\u200b\ufeff\u00ad", "???")]
    public void What_is_cut_in_half_or_cannot_be_seen_is_told_apart_from_what_can(string text, string shown)
    {
        LogText.Printable(text).ShouldBe(shown);
        LogText.IsPrintable(text).ShouldBe(text == shown);
    }

    // No attribute can hold half a pair.
    [Fact]
    public void Half_a_pair_is_no_character()
    {
        LogText.Line("a\ud83d").ShouldBe("a?");
        LogText.Line("\ude00b").ShouldBe("?b");
        LogText.Line("a\ud83dc\ude00").ShouldBe("a?c?");
        LogText.IsPrintable("\ud83d").ShouldBeFalse();
    }

    [Fact]
    public void A_cut_does_not_go_through_a_pair() =>
        LogText.Printable(new string('x', 63) + "\ud83d\ude00y").ShouldBe(new string('x', 63) + "…");

    [Theory]
    [InlineData(64, 64)]
    [InlineData(65, 65)]
    [InlineData(1_000_000, 65)]
    public void Long_text_is_cut(int length, int shown)
    {
        var printed = LogText.Printable(new string('x', length));
        printed.Length.ShouldBe(shown);
        printed.EndsWith('…').ShouldBe(length > 64);
    }
}
