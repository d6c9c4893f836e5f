using CsCheck;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a\tb\r\nc", "a b  c")]
    [InlineData("\u001b[2Jgone", "\uFFFD[2Jgone")]
    [InlineData("\u0007\u0008\u007f\u0000", "\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("\u009b31mred\u009d0;title\u009c", "\uFFFD31mred\uFFFD0;title\uFFFD")]
    [InlineData("\u202egnp.exe\u202c\u2066x\u2069", "gnp.exex")]
    [InlineData("a\u200bb\u200d\ufeffc\u00ad", "abc")]
    [InlineData("a\u2028b\u2029c", "a b c")]
    [InlineData("a\u00a0b\u3000c", "a b c")]
    [InlineData("\ue000\uffff", "\uFFFD\uFFFD")]
    [InlineData("e\u0301\u0302\u0303\u0304x", "e\u0301x")]
    [InlineData("\u0301x", "x")]
    [InlineData("\u26a0\ufe0f", "\u26a0")]
    [InlineData("[red]markup[/]", "[red]markup[/]")]
    [InlineData("日本語", "日本語")]
    public void Nothing_is_left_that_a_terminal_would_obey(string text, string clean) => SafeText.Clean(text).ShouldBe(clean);

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("日本語", 6)]
    [InlineData("e\u0301", 1)]
    [InlineData("🙂", 2)]
    [InlineData("₹", 1)]
    public void The_width_is_counted_in_columns(string clean, int width) => SafeText.WidthOf(clean).ShouldBe(width);

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("日本語", 2, "…")]
    [InlineData("abc", 0, "")]
    public void What_does_not_fit_is_cut(string clean, int width, string cut) => SafeText.Cut(clean, width).ShouldBe(cut);

    [Theory]
    [InlineData("one two", 9, "one two", "")]
    [InlineData("one two three", 9, "one two", "three")]
    [InlineData("one two three", 7, "one two", "three")]
    [InlineData("a abcdefghijkl", 8, "a", "abcdefghijkl")]
    [InlineData("abcdefghijkl", 8, "abcdefgh", "ijkl")]
    [InlineData("日本語", 5, "日本", "語")]
    [InlineData("abc", 0, "", "abc")]
    public void What_does_not_fit_goes_on_after_a_word(string clean, int width, string line, string rest) =>
        SafeText.Break(clean, width).ShouldBe((line, rest));

    [Fact]
    public void Whatever_the_text_it_is_clean_and_fits() => Gen.Select(Gen.String, Gen.Int[0, 40], Gen.Bool).Sample((text, width, right) =>
    {
        var clean = SafeText.Clean(text);
        clean.ShouldAllBe(static c => !char.IsControl(c));
        SafeText.Clean(clean).ShouldBe(clean);
        SafeText.WidthOf(SafeText.Fit(clean, width, right)).ShouldBe(width);
    });

    [Fact]
    public void A_giant_text_is_not_looked_at_to_its_end() => SafeText.Clean(new string('é', 10_000_000)).Length.ShouldBe(1000);
}
