namespace PanelActors.Tree;

/// <summary>
/// A 128-bit hash of a value's content: member order, whitespace, escapes and the spelling of numbers do not count. It is cut from
/// SHA-256, so that no feed can make two contents look equal.
/// </summary>
internal sealed class ContentHash : IEquatable<ContentHash>
{
    /// <summary>In bytes.</summary>
    public const int Length = 16;

    private readonly UInt128 _value;

    internal ContentHash(UInt128 value) => _value = value;

    /// <summary>The hash of <paramref name="node"/>. Computed once per object, and for a changed object from its members' hashes.</summary>
    public static ContentHash Of(PanelNode node) => CanonicalHasher.Hash(node);

    public bool Equals(ContentHash? other) => other is not null && _value == other._value;

    public override bool Equals(object? obj) => Equals(obj as ContentHash);

    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => _value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    internal void CopyTo(Span<byte> target) => System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(target, _value);
}
