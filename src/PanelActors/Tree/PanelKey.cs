using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PanelActors.Tree;

/// <summary>
/// A member name: its UTF-8 text and its JSON. Names that recur share one instance, so a look-up is mostly a reference comparison and
/// allocates nothing.
/// </summary>
internal sealed class PanelKey : IEquatable<PanelKey>, IComparable<PanelKey>
{
    private const int SharedSlots = 4096;
    private const int MaxSharedBytes = 64;

    /// <summary>Drawn per process, so that no feed can choose names that collide.</summary>
    internal static readonly long HashSeed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    // A direct-mapped cache: a name replaces the one in its slot. It is bounded, and needs no lock because instances are immutable and a
    // lost race costs only one more instance.
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

    public static PanelKey Of(ReadOnlySpan<byte> utf8)
    {
        var hash = XxHash3.HashToUInt64(utf8, HashSeed);
        if (utf8.Length > MaxSharedBytes) return new PanelKey(utf8, hash);

        ref var slot = ref Shared[hash % SharedSlots];
        var known = Volatile.Read(ref slot);
        if (known is not null && known._hash == hash && known.Utf8.SequenceEqual(utf8)) return known;

        var key = new PanelKey(utf8, hash);
        Volatile.Write(ref slot, key);
        return key;
    }

    public static PanelKey Of(string name) => Of(Encoding.UTF8.GetBytes(name));

    // On demand: most instances that are not shared only look a member up and are never written.
    private byte[] Spell()
    {
        byte[] json = [(byte)'"', .. JsonEncodedText.Encode(_text, JsonText.Encoder).EncodedUtf8Bytes, (byte)'"', (byte)':'];
        Volatile.Write(ref _json, json);
        return json;
    }

    public bool Equals([NotNullWhen(true)] PanelKey? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Utf8.SequenceEqual(other.Utf8));

    public override bool Equals(object? obj) => Equals(obj as PanelKey);

    public override int GetHashCode() => (int)_hash;

    /// <summary>Orders names by their UTF-8 bytes.</summary>
    public int CompareTo(PanelKey? other) => other is null ? 1 : Utf8.SequenceCompareTo(other.Utf8);

    public override string ToString() => Encoding.UTF8.GetString(_text);

    public static bool operator ==(PanelKey? left, PanelKey? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(PanelKey? left, PanelKey? right) => !(left == right);

    public static bool operator <(PanelKey left, PanelKey right) => left.CompareTo(right) < 0;

    public static bool operator <=(PanelKey left, PanelKey right) => left.CompareTo(right) <= 0;

    public static bool operator >(PanelKey left, PanelKey right) => left.CompareTo(right) > 0;

    public static bool operator >=(PanelKey left, PanelKey right) => left.CompareTo(right) >= 0;
}
