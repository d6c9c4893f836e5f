using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PanelActors.Tree;

/// <summary>
/// A member name: its UTF-8 text and the JSON it is written as. Names that keep coming back share one instance, so
/// that looking a member up is mostly a reference comparison and allocates nothing.
/// </summary>
internal sealed class PanelKey : IEquatable<PanelKey>, IComparable<PanelKey>
{
    private const int SharedSlots = 4096;
    private const int LongestShared = 64;

    /// <summary>Drawn per process, so that no feed can choose names that collide.</summary>
    internal static readonly long HashSeed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    // Direct-mapped: a name that falls on a taken slot replaces what stands there. Bounded, and safe without a lock,
    // because an instance is immutable and a lost race only costs one more instance.
    private static readonly PanelKey?[] Shared = new PanelKey?[SharedSlots];

    private readonly byte[] _text;
    private byte[]? _json;
    private readonly ulong _hash;

    private PanelKey(ReadOnlySpan<byte> text, ulong hash)
    {
        _text = text.ToArray();
        _hash = hash;
    }

    /// <summary>The name as UTF-8, unescaped.</summary>
    public ReadOnlySpan<byte> Utf8 => _text;

    /// <summary>The name as it is written in an object: quoted, escaped, with its colon.</summary>
    public ReadOnlySpan<byte> Json => Volatile.Read(ref _json) ?? Spell();

    /// <summary>The instance for a name.</summary>
    public static PanelKey Of(ReadOnlySpan<byte> utf8)
    {
        var hash = XxHash3.HashToUInt64(utf8, HashSeed);
        if (utf8.Length > LongestShared) return new PanelKey(utf8, hash);

        ref var slot = ref Shared[hash % SharedSlots];
        var known = Volatile.Read(ref slot);
        if (known is not null && known._hash == hash && known.Utf8.SequenceEqual(utf8)) return known;

        var key = new PanelKey(utf8, hash);
        Volatile.Write(ref slot, key);
        return key;
    }

    /// <summary>The instance for a name.</summary>
    public static PanelKey Of(string name) => Of(Encoding.UTF8.GetBytes(name));

    // Only when somebody wants it: most instances beside the shared one are made to look a member up, and never written.
    private byte[] Spell()
    {
        byte[] json = [(byte)'"', .. JsonEncodedText.Encode(_text, JsonText.Encoder).EncodedUtf8Bytes, (byte)'"', (byte)':'];
        Volatile.Write(ref _json, json);
        return json;
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] PanelKey? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Utf8.SequenceEqual(other.Utf8));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PanelKey);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_hash;

    /// <summary>Orders names by their UTF-8 bytes.</summary>
    public int CompareTo(PanelKey? other) => other is null ? 1 : Utf8.SequenceCompareTo(other.Utf8);

    /// <summary>The name as text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_text);

    /// <summary>Whether both name the same member.</summary>
    public static bool operator ==(PanelKey? left, PanelKey? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the two name different members.</summary>
    public static bool operator !=(PanelKey? left, PanelKey? right) => !(left == right);

    /// <summary>Orders names by their UTF-8 bytes.</summary>
    public static bool operator <(PanelKey left, PanelKey right) => left.CompareTo(right) < 0;

    /// <summary>Orders names by their UTF-8 bytes.</summary>
    public static bool operator <=(PanelKey left, PanelKey right) => left.CompareTo(right) <= 0;

    /// <summary>Orders names by their UTF-8 bytes.</summary>
    public static bool operator >(PanelKey left, PanelKey right) => left.CompareTo(right) > 0;

    /// <summary>Orders names by their UTF-8 bytes.</summary>
    public static bool operator >=(PanelKey left, PanelKey right) => left.CompareTo(right) >= 0;
}
