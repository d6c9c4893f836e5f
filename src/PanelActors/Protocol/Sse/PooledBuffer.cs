using System.Buffers;

namespace PanelActors.Protocol.Sse;

/// <summary>
/// A growing run of bytes in an array of the shared pool. <see cref="Clear"/> returns the array, so an idle buffer holds no memory.
/// </summary>
internal sealed class PooledBuffer
{
    private const int MinBytes = 256;

    private byte[] _array = [];

    public int Length { get; private set; }

    /// <summary>0 after <see cref="Clear"/>.</summary>
    public int Capacity => _array.Length;

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    /// <summary>Makes room for <paramref name="bytes"/> in all, so that appending up to that copies nothing twice.</summary>
    public void Reserve(int bytes)
    {
        if (bytes > _array.Length)
            Grow(bytes);
    }

    public void Append(byte value) => Append(new ReadOnlySpan<byte>(in value));

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _array.Length - Length)
            Grow(Length + bytes.Length);
        bytes.CopyTo(_array.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>The content, and <paramref name="more"/> after it, in an array of exactly that size.</summary>
    public byte[] ToArray(ReadOnlySpan<byte> more = default)
    {
        var array = GC.AllocateUninitializedArray<byte>(Length + more.Length);
        Span.CopyTo(array);
        more.CopyTo(array.AsSpan(Length));
        return array;
    }

    public void Clear()
    {
        Length = 0;
        if (_array.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
    }

    private void Grow(int needed)
    {
        // Doubling keeps many small appends linear.
        var doubled = (int)Math.Min(2L * _array.Length, Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(doubled, MinBytes)));
        Span.CopyTo(larger);
        if (_array.Length > 0)
            ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
