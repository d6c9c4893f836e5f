using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Unicode;

namespace PanelActors.Protocol.Encode;

/// <summary>
/// One event as every subscriber gets it: serialized once, its bytes shared by all. Only the age of its data, which grows
/// while it waits, is put in when it is sent.
/// </summary>
internal sealed class EncodedEvent
{
    // Below this the data counts as fresh: it is about what passes between applying an event and sending it.
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

    // What the age is put before: the end of the envelope and of the frame.
    private const int TailLength = 3;

    private const int LongestHead = 192;
    private const int LongestTail = 96;
    private const int LongestAge = 48;

    private static ReadOnlySpan<byte> UnknownAge => ",\"age_seconds\":null"u8;

    private readonly byte[] _frame;
    private readonly DataAge _age;

    private EncodedEvent(EventKinds type, long id, byte[] frame, DateTimeOffset published, DataAge age) =>
        (Type, Id, _frame, Published, _age) = (type, id, frame, published, age);

    /// <summary>What it is.</summary>
    public EventKinds Type { get; }

    /// <summary>Its id; 0 where it has none, and so leaves a client's position where it is.</summary>
    public long Id { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Published { get; }

    /// <summary>Length in bytes, but for the age.</summary>
    public int Length => _frame.Length;

    /// <summary>How many bytes <see cref="WriteTo(Span{byte}, DateTimeOffset)"/> writes at most.</summary>
    public int LongestLength => _frame.Length + LongestAge;

    /// <summary>A comment, which means nothing.</summary>
    public static EncodedEvent KeepAlive(DateTimeOffset now) => new(EventKinds.Comment, 0, ": keep-alive\n\n"u8.ToArray(), now, DataAge.None);

    /// <summary>Serializes an event.</summary>
    /// <param name="change">What it tells.</param>
    /// <param name="id">Its id; 0 for none.</param>
    /// <param name="generation">The relay's generation.</param>
    /// <param name="published">The present.</param>
    /// <param name="age">How old the data is that it tells.</param>
    public static EncodedEvent Of(EventPayload change, long id, long generation, DateTimeOffset published, DataAge age)
    {
        var name = EventKindNames.NameOf(change.Type);
        Span<byte> head = stackalloc byte[LongestHead];
        var fits = id == 0
            ? Utf8.TryWrite(head, CultureInfo.InvariantCulture, $"event: {name}\ndata: {{\"type\":\"{name}\",\"payload\":", out var headLength)
            : Utf8.TryWrite(head, CultureInfo.InvariantCulture, $"id: {id}\nevent: {name}\ndata: {{\"id\":{id},\"type\":\"{name}\",\"payload\":", out headLength);
        Span<byte> tail = stackalloc byte[LongestTail];
        var (seconds, milliseconds) = Math.DivRem(published.ToUnixTimeMilliseconds(), 1000);
        fits &= Utf8.TryWrite(tail, CultureInfo.InvariantCulture, $",\"generation\":{generation},\"publish_unixtime\":{seconds}.{milliseconds:D3}}}\n\n", out var tailLength);
        Debug.Assert(fits, "Names are short, and numbers have at most twenty digits.");

        var frame = new byte[headLength + change.Payload.Length + tailLength];
        head[..headLength].CopyTo(frame);
        change.Payload.CopyTo(frame, headLength);
        tail[..tailLength].CopyTo(frame.AsSpan(headLength + change.Payload.Length));
        return new EncodedEvent(change.Type, id, frame, published, age);
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
    public void WriteTo(IBufferWriter<byte> output, DateTimeOffset now) => output.Advance(WriteTo(output.GetSpan(LongestLength), now));

    /// <summary>The same in parts, for what is too large to be written in one go.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Parts(DateTimeOffset now)
    {
        if (_age.IsSilent(now, Fresh)) return [_frame];
        var age = new byte[LongestAge];
        return [_frame.AsMemory(0, _frame.Length - TailLength), age.AsMemory(0, WriteAge(age, now)), _frame.AsMemory(_frame.Length - TailLength)];
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
