using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PanelActors.Http.Access;

/// <summary>
/// SHA-256 of a credential: what is kept and compared in its place. Keys are long and random, so a hash without salt and rounds does not
/// make them guessable. Two are compared in a time that does not depend on where they differ.
/// </summary>
internal readonly struct KeyHash : IEquatable<KeyHash>
{
    public const int Size = SHA256.HashSizeInBytes;

    private const int MaxOnStack = 512;

    private readonly Bytes _bytes;

    /// <param name="hash"><see cref="Size"/> bytes.</param>
    public KeyHash(ReadOnlySpan<byte> hash) => _bytes = MemoryMarshal.Read<Bytes>(hash);

    public static KeyHash Of(ReadOnlySpan<char> credential)
    {
        var max = Encoding.UTF8.GetMaxByteCount(credential.Length);
        var text = max <= MaxOnStack ? stackalloc byte[max] : new byte[max];
        var length = Encoding.UTF8.GetBytes(credential, text);
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(text[..length], hash);
        CryptographicOperations.ZeroMemory(text);
        return new KeyHash(hash);
    }

    /// <param name="hex">64 hexadecimal digits.</param>
    public static KeyHash Parse(string hex) => new(Convert.FromHexString(hex));

    public string ToHex() => Convert.ToHexStringLower(AsSpan(in _bytes));

    public bool Equals(KeyHash other) => CryptographicOperations.FixedTimeEquals(AsSpan(in _bytes), AsSpan(in other._bytes));

    public override bool Equals(object? obj) => obj is KeyHash other && Equals(other);

    public override int GetHashCode() => MemoryMarshal.Read<int>(AsSpan(in _bytes));

    private static ReadOnlySpan<byte> AsSpan(ref readonly Bytes bytes) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in bytes, 1));

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Bytes(ulong A, ulong B, ulong C, ulong D);
}
