using System.Diagnostics.CodeAnalysis;

namespace PanelActors.Configuration;

/// <summary>
/// What a store is called. Names that differ only in the case of their letters are equal, in every comparison and map; only a
/// configuration, which refers to its stores as they are spelled, compares <see cref="BySpelling"/>. A name from outside may be any text:
/// see <see cref="IsValid"/>.
/// </summary>
/// <param name="Text">The name as it is spelled.</param>
internal sealed record StoreName(string Text)
{
    /// <summary>What <see cref="IsValid"/> asks for, for a fault's line.</summary>
    public const string Allowed = "1 to 64 letters, digits, - or _";

    /// <summary>The regular expression of what <see cref="IsValid"/> asks for, for the JSON Schema.</summary>
    public const string Pattern = "^[A-Za-z0-9_-]{1,64}$";

    /// <summary>Tells names apart that differ only in the case of their letters.</summary>
    public static readonly IEqualityComparer<StoreName> BySpelling = EqualityComparer<StoreName>.Create(
        static (one, other) => one?.Text == other?.Text, static name => name.Text.GetHashCode(StringComparison.Ordinal));

    private const int MaxLength = 64;

    // A composite that shows its members under their names would have two things under one.
    private static readonly StoreName[] KeptBySnapshot = ["panel_push_meta", "adaptive_stream"];

    /// <summary>Why <see cref="IsReserved"/> refuses, for a fault's line.</summary>
    public static string Unreserved => $"a name that the snapshot does not need for itself ({string.Join(", ", (object[])KeptBySnapshot)})";

    /// <summary>Whether this can be the name of a store.</summary>
    public bool IsValid => Text.Length is > 0 and <= MaxLength && Text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Whether the snapshot uses this name for one of its parts.</summary>
    public bool IsReserved => KeptBySnapshot.Contains(this);

    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator StoreName?(string? text) => text is null ? null : new StoreName(text);

    /// <summary>Whether both are the same letter by letter.</summary>
    public bool IsSpelledAs(StoreName other) => BySpelling.Equals(this, other);

    public bool Equals(StoreName? other) => other is not null && Text.Equals(other.Text, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Text);

    public override string ToString() => Text;
}
