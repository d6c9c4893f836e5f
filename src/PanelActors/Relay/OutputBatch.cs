using System.IO.Pipelines;
using PanelActors.Protocol.Encode;

namespace PanelActors.Relay;

/// <summary>
/// Several events that leave in one write. Memory is taken from the pipe once for all that wait: that costs more than putting a small event
/// into it.
/// </summary>
internal ref struct OutputBatch(PipeWriter pipe, DateTimeOffset now)
{
    private Span<byte> _room;
    private int _used;

    /// <summary>The bytes of all events written.</summary>
    public int Bytes { get; private set; }

    /// <param name="encoded">The event, which is not a large one.</param>
    /// <param name="waiting">The bytes that wait, this event's among them.</param>
    public void Write(EncodedEvent encoded, long waiting)
    {
        if (encoded.MaxLength > _room.Length - _used)
        {
            Commit();
            _room = pipe.GetSpan((int)Math.Max(encoded.MaxLength, Math.Min(waiting, ClientOutput.MaxPiece)));
        }

        _used += encoded.WriteTo(_room[_used..], now);
        Bytes += encoded.Length;
    }

    /// <summary>Leaves to the pipe what was written.</summary>
    public void Commit()
    {
        if (_used > 0) pipe.Advance(_used);
        _room = default;
        _used = 0;
    }
}
