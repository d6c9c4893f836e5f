using System.Buffers;
using System.Globalization;
using System.Text;

namespace PanelActors.Relay;

/// <summary>
/// One event as every subscriber gets it: serialized once, its bytes shared by all. Only the age of its data, which grows
/// while it waits, is put in when it is sent.
/// </summary>
public sealed class RelayEvent
{
    // Below this the data counts as fresh: it is about what passes between applying an event and sending it.
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

    // What the age is put before: the end of the envelope and of the frame.
    private const int TailLength = 3;

    private readonly byte[] _frame;
    private readonly DateTimeOffset? _dataTime;

    private RelayEvent(RelayTypes type, long id, byte[] frame, DateTimeOffset published, DateTimeOffset? dataTime) =>
        (Type, Id, _frame, Published, _dataTime) = (type, id, frame, published, dataTime);

    /// <summary>What it is.</summary>
    public RelayTypes Type { get; }

    /// <summary>Its id; 0 where it has none, and so leaves a client's position where it is.</summary>
    public long Id { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Published { get; }

    /// <summary>Length in bytes, but for the age.</summary>
    public int Length => _frame.Length;

    /// <summary>A comment, which means nothing.</summary>
    public static RelayEvent KeepAlive(DateTimeOffset now) => new(RelayTypes.Comment, 0, ": keep-alive\n\n"u8.ToArray(), now, null);

    /// <summary>Serializes an event.</summary>
    /// <param name="change">What it tells.</param>
    /// <param name="id">Its id; 0 for none.</param>
    /// <param name="generation">The relay's generation.</param>
    /// <param name="published">The present.</param>
    /// <param name="dataTime">When what it tells was so; null where that has no meaning.</param>
    public static RelayEvent Of(RelayChange change, long id, long generation, DateTimeOffset published, DateTimeOffset? dataTime)
    {
        var name = RelayTypeNames.NameOf(change.Type);
        var frame = new ArrayBufferWriter<byte>(change.Payload.Length + 192);
        if (id != 0) Append(frame, $"id: {id}\n");
        Append(frame, $"event: {name}\ndata: {{");
        if (id != 0) Append(frame, $"\"id\":{id},");
        Append(frame, $"\"type\":\"{name}\",\"payload\":");
        frame.Write(change.Payload);
        Append(frame, $",\"generation\":{generation},\"publish_unixtime\":{published.ToUnixTimeMilliseconds() / 1000m}}}\n\n");
        return new RelayEvent(change.Type, id, frame.WrittenSpan.ToArray(), published, dataTime);
    }

    /// <summary>Writes the frame as it has to be at <paramref name="now"/>.</summary>
    public void WriteTo(IBufferWriter<byte> output, DateTimeOffset now)
    {
        if (IsFresh(now))
        {
            output.Write(_frame);
            return;
        }

        foreach (var part in Parts(now)) output.Write(part.Span);
    }

    /// <summary>The same in parts, for what is too large to be written in one go.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Parts(DateTimeOffset now)
    {
        if (IsFresh(now)) return [_frame];
        var age = string.Create(CultureInfo.InvariantCulture, $",\"age_seconds\":{Math.Round((now - _dataTime!.Value).TotalSeconds, 3)}");
        return [_frame.AsMemory(0, _frame.Length - TailLength), Encoding.ASCII.GetBytes(age), _frame.AsMemory(_frame.Length - TailLength)];
    }

    private bool IsFresh(DateTimeOffset now) => _dataTime is not { } time || now - time < Fresh;

    private static void Append(IBufferWriter<byte> output, FormattableString text) =>
        Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture), output);
}
