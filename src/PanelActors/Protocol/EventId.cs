using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace PanelActors.Protocol;

/// <summary>
/// The id of an event, and the position in a feed after it. Ids are opaque, but most feeds count: two ids that are whole numbers below 2^63
/// have an order and are equal where the numbers are; any other two are only equal or not.
/// </summary>
internal readonly record struct EventId
{
    /// <summary>Longest id that is sent back to a feed, in bytes of UTF-8; proxies refuse requests with huge headers.</summary>
    public const int MaxBytes = 1024;

    // What does not fit a long is text.
    private const int MaxDigits = 19;

    // In place of the number of an id that has none.
    private const long Text = -1;
    private const long UnsendableText = -2;

    private readonly long _number;

    // Null where the number alone makes the text: most ids of most feeds allocate nothing.
    private readonly string? _text;

    private EventId(long number, string? text) => (_number, _text) = (number, text);

    /// <summary>The id in <paramref name="utf8"/>, which is not empty.</summary>
    public static EventId Of(ReadOnlySpan<byte> utf8)
    {
        var isNumber = utf8.Length <= MaxDigits && !utf8.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        if (isNumber && Utf8Parser.TryParse(utf8, out long number, out _))
            return new EventId(number, utf8 is [(byte)'0', _, ..] ? Encoding.ASCII.GetString(utf8) : null);
        return new EventId(IsHeaderValue(utf8) ? Text : UnsendableText, Encoding.UTF8.GetString(utf8));
    }

    /// <summary>The id in <paramref name="text"/>; null where that is null or empty.</summary>
    public static EventId? Of(string? text) => string.IsNullOrEmpty(text) ? null : Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The position that <paramref name="utf8"/> means; null where that is empty or cannot be sent back.</summary>
    public static EventId? PositionOf(ReadOnlySpan<byte> utf8) => !utf8.IsEmpty && Of(utf8) is { IsSendable: true } id ? id : null;

    /// <summary>Whether the id can be sent back to its feed. A request that is refused for its id would be refused each time.</summary>
    public bool IsSendable => _number != UnsendableText;

    /// <summary>Whether the order of this id among others is known.</summary>
    public bool Counts => _number >= 0;

    /// <summary>Whether both count, and this one is the smaller.</summary>
    public bool IsBelow(EventId other) => Counts && other.Counts && _number < other._number;

    public bool Equals(EventId other) =>
        _number == other._number && (Counts || string.Equals(_text, other._text, StringComparison.Ordinal));

    public override int GetHashCode() => Counts ? _number.GetHashCode() : string.GetHashCode(_text, StringComparison.Ordinal);

    /// <summary>The id as the feed spelled it.</summary>
    public override string ToString() => _text ?? _number.ToString(CultureInfo.InvariantCulture);

    private static bool IsHeaderValue(ReadOnlySpan<byte> utf8) =>
        utf8.Length <= MaxBytes && Utf8.IsValid(utf8) && !utf8.ContainsAnyInRange<byte>(0, 0x1F) && !utf8.Contains<byte>(0x7F);
}
