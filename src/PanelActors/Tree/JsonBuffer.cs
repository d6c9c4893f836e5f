using System.Buffers;

namespace PanelActors.Tree;

/// <summary>A growing run of bytes that can be cut back, for a member that is written before it is known to be needed.</summary>
internal sealed class JsonBuffer : IBufferWriter<byte>
{
    private const int InitialBytes = 512;
    private const int BytesWorthKeeping = 1 << 20;

    private byte[] _bytes = new byte[InitialBytes];

    public int Length { get; private set; }

    /// <summary>Valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Cuts back to <paramref name="length"/> bytes, which must have been written.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    /// <summary>Empties the buffer. It keeps its memory unless that has grown large.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > BytesWorthKeeping) _bytes = new byte[InitialBytes];
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - Length), nameof(count));
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        var needed = Length + (long)Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length) return;
        if (needed > Array.MaxLength) throw new InvalidOperationException("More bytes than an array can hold.");
        Array.Resize(ref _bytes, (int)Math.Min(Math.Max(needed, 2L * _bytes.Length), Array.MaxLength));
    }
}
