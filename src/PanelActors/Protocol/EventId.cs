using System.Buffers.Text;
using System.Text;

namespace PanelActors.Protocol;

/// <summary>
/// The id that an event itself carries. Ids are opaque, but most feeds count: two ids that are whole numbers below 2^63 have an order,
/// any other two are only equal or not.
/// </summary>
public readonly record struct EventId
{
    /// <summary>Longest id that is sent back to a feed, in bytes of UTF-8; proxies refuse requests with huge headers.</summary>
    public const int MaxBytes = 1024;

    // What does not fit a long is text.
    private const int MaxDigits = 19;

    private readonly long _number;
    private readonly string? _text;

    private EventId(long number, string? text) => (_number, _text) = (number, text);

    /// <summary>The id in <paramref name="utf8"/>, which is not empty.</summary>
    public static EventId Of(ReadOnlySpan<byte> utf8) =>
        utf8.Length <= MaxDigits && !utf8.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(utf8, out long number, out _)
            ? new EventId(number, null)
            : new EventId(0, Encoding.UTF8.GetString(utf8));

    /// <summary>The id in <paramref name="text"/>; null where that is null or empty.</summary>
    public static EventId? Of(string? text) => string.IsNullOrEmpty(text) ? null : Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether both count, and this one is the smaller.</summary>
    public bool IsBelow(EventId other) => _text is null && other._text is null && _number < other._number;

    /// <summary>Whether the order of this id among others is known.</summary>
    public bool Counts => _text is null;

    /// <inheritdoc/>
    public override string ToString() => _text ?? _number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
