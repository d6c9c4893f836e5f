using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Unicode;

namespace PanelActors.Protocol.Encode;

/// <summary>
/// One event as every client gets it: serialized once, its bytes shared by all. Only the age of its data, which grows while it waits, is
/// put in when it is sent.
/// </summary>
internal sealed class EncodedEvent
{
    // Below this the data counts as fresh: it is about what passes between applying an event and sending it.
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

    // The end of the envelope and of the frame, before which the age is put.
    private const int TailLength = 3;

    private const int MaxHead = 192;
    private const int MaxTail = 96;
    private const int MaxAge = 48;

    private static ReadOnlySpan<byte> UnknownAge => ",\"age_seconds\":null"u8;

    private readonly byte[] _frame;
    private readonly DataAge _age;

    private EncodedEvent(EventKinds kind, long id, byte[] frame, DateTimeOffset published, DataAge age) =>
        (Kind, Id, _frame, Published, _age) = (kind, id, frame, published, age);

    /// <summary>One kind.</summary>
    public EventKinds Kind { get; }

    /// <summary>Its id; 0 where it has none, and so leaves a client's position where it is.</summary>
    public long Id { get; }

    /// <summary>When it was encoded.</summary>
    public DateTimeOffset Published { get; }

    /// <summary>Length in bytes without the age.</summary>
    public int Length => _frame.Length;

    /// <summary>How many bytes <see cref="WriteTo(Span{byte}, DateTimeOffset)"/> writes at most.</summary>
    public int MaxLength => _frame.Length + MaxAge;

    /// <summary>A comment, which means nothing.</summary>
    public static EncodedEvent KeepAlive(DateTimeOffset now) =>
        new(EventKinds.Comment, 0, ": keep-alive\n\n"u8.ToArray(), now, DataAge.None);

    /// <summary>Serializes an event.</summary>
    /// <param name="payload">Its content.</param>
    /// <param name="id">Its id; 0 for none.</param>
    /// <param name="generation">The relay's generation.</param>
    /// <param name="published">The present.</param>
    /// <param name="age">How old its data is.</param>
    public static EncodedEvent Of(EventPayload payload, long id, long generation, DateTimeOffset published, DataAge age)
    {
        var (name, culture) = (EventKindNames.NameOf(payload.Kind), CultureInfo.InvariantCulture);
        Span<byte> head = stackalloc byte[MaxHead];
        var fits = id == 0
            ? Utf8.TryWrite(head, culture, $"event: {name}\ndata: {{\"type\":\"{name}\",\"payload\":", out var headLength)
            : Utf8.TryWrite(
                head, culture, $"id: {id}\nevent: {name}\ndata: {{\"id\":{id},\"type\":\"{name}\",\"payload\":", out headLength);
        Span<byte> tail = stackalloc byte[MaxTail];
        var (seconds, ms) = Math.DivRem(published.ToUnixTimeMilliseconds(), 1000);
        fits &= Utf8.TryWrite(
            tail, culture, $",\"generation\":{generation},\"publish_unixtime\":{seconds}.{ms:D3}}}\n\n", out var tailLength);
        Debug.Assert(fits, "Names are short, and numbers have at most twenty digits.");

        var frame = new byte[headLength + payload.Json.Length + tailLength];
        head[..headLength].CopyTo(frame);
        payload.Json.CopyTo(frame, headLength);
        tail[..tailLength].CopyTo(frame.AsSpan(headLength + payload.Json.Length));
        return new EncodedEvent(payload.Kind, id, frame, published, age);
    }

    /// <summary>Writes the frame as it has to be at <paramref name="now"/>, and returns its length.</summary>
    public int WriteTo(Span<byte> output, DateTimeOffset now)
    {
        if (_age.IsSilent(now, Fresh))
        {
            _frame.CopyTo(output);
            return _frame.Length;
        }

        var body = _frame.Length - TailLength;
        _frame.AsSpan(0, body).CopyTo(output);
        body += WriteAge(output[body..], now);
        _frame.AsSpan(^TailLength).CopyTo(output[body..]);
        return body + TailLength;
    }

    /// <summary>The same to a writer.</summary>
    public void WriteTo(IBufferWriter<byte> output, DateTimeOffset now) => output.Advance(WriteTo(output.GetSpan(MaxLength), now));

    /// <summary>The same in parts, for what is too large to be written in one go.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Parts(DateTimeOffset now)
    {
        if (_age.IsSilent(now, Fresh)) return [_frame];
        var age = new byte[MaxAge];
        var (body, tail) = (_frame.AsMemory(0, _frame.Length - TailLength), _frame.AsMemory(_frame.Length - TailLength));
        return [body, age.AsMemory(0, WriteAge(age, now)), tail];
    }

    private int WriteAge(Span<byte> output, DateTimeOffset now)
    {
        if (_age.Milliseconds(now) is not { } age)
        {
            UnknownAge.CopyTo(output);
            return UnknownAge.Length;
        }

        var (seconds, milliseconds) = Math.DivRem(age, 1000);
        Utf8.TryWrite(output, CultureInfo.InvariantCulture, $",\"age_seconds\":{seconds}.{milliseconds:D3}", out var length);
        return length;
    }
}
