using System.Text;
using CsCheck;

namespace PanelActors.Tests.Protocol;

public sealed class EventIdTests
{
    [Theory]
    [InlineData("0", true)]
    [InlineData("41", true)]
    [InlineData("041", true)]
    [InlineData("9223372036854775807", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("00000000000000000041", false)]
    [InlineData("-1", false)]
    [InlineData("+1", false)]
    [InlineData("1e3", false)]
    [InlineData("٣", false)]
    [InlineData("a", false)]
    public void Whole_numbers_below_2_to_the_63_count(string id, bool counts)
    {
        var parsed = EventId.Of(id).ShouldNotBeNull();
        (parsed.Counts, parsed.ToString()).ShouldBe((counts, id));
    }

    [Theory]
    [InlineData("40", "41", true)]
    [InlineData("041", "42", true)]
    [InlineData("41", "41", false)]
    [InlineData("41", "040", false)]
    [InlineData("a", "b", false)]
    [InlineData("1", "b", false)]
    [InlineData("a", "1", false)]
    [InlineData("1", "99999999999999999999", false)]
    public void Only_two_ids_that_count_have_an_order(string one, string other, bool isBelow) =>
        EventId.Of(one)!.Value.IsBelow(EventId.Of(other)!.Value).ShouldBe(isBelow);

    [Theory]
    [InlineData("41", "41", true)]
    [InlineData("41", "041", true)]
    [InlineData("41", "42", false)]
    [InlineData("a", "a", true)]
    [InlineData("a", "A", false)]
    [InlineData("00000000000000000041", "41", false)]
    public void Numbers_are_equal_as_numbers_and_all_else_as_text(string one, string other, bool equal)
    {
        var (left, right) = (EventId.Of(one)!.Value, EventId.Of(other)!.Value);
        (left == right).ShouldBe(equal);
        if (equal) left.GetHashCode().ShouldBe(right.GetHashCode());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_text_is_no_id(string? text) => EventId.Of(text).ShouldBeNull();

    [Theory]
    [InlineData("41", true)]
    [InlineData("größe-€-😀 \"\\", true)]
    [InlineData("4\r\nX-Evil: 1", false)]
    [InlineData("4\0", false)]
    [InlineData("a\tb", false)]
    [InlineData("a\u007F", false)]
    public void Only_an_id_that_is_a_header_value_is_a_position(string id, bool can)
    {
        EventId.Of(id)!.Value.IsSendable.ShouldBe(can);
        EventId.PositionOf(Encoding.UTF8.GetBytes(id))?.ToString().ShouldBe(id);
        EventId.PositionOf(Encoding.UTF8.GetBytes(id)).HasValue.ShouldBe(can);
    }

    [Theory]
    [InlineData('1', 1024, true)]
    [InlineData('1', 1025, false)]
    [InlineData('é', 512, true)]
    [InlineData('é', 513, false)]
    public void An_id_over_a_kibibyte_is_no_position(char letter, int length, bool can) =>
        EventId.PositionOf(Encoding.UTF8.GetBytes(new string(letter, length))).HasValue.ShouldBe(can);

    [Fact]
    public void What_is_empty_or_no_utf8_is_no_position()
    {
        EventId.PositionOf([]).ShouldBeNull();
        EventId.PositionOf([0xFF]).ShouldBeNull();
        EventId.Of([0xFF]).Counts.ShouldBeFalse();
    }

    [Fact]
    public void An_id_keeps_its_spelling() => Gen.String.Where(text => text.Length > 0 && !text.Any(char.IsSurrogate)).Sample(text =>
        EventId.Of(text)!.Value.ToString() == text);
}
