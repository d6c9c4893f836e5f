using System.IO.Enumeration;
using System.Text.RegularExpressions;
using PanelActors.Configuration;

namespace PanelActors.Http.Access;

/// <summary>A set of stores, by names in which <c>*</c> stands for any characters. Pure; equal where the names are.</summary>
internal sealed partial class StoreScope : IEquatable<StoreScope>
{
    public static readonly StoreScope All = new(AccessOptions.AllStores);

    private readonly string[] _names;

    /// <summary>Names that are not allowed, as a token may have them, stand for no store.</summary>
    public StoreScope(IEnumerable<string> names)
    {
        _names = [.. names.Where(static name => Allowed().IsMatch(name)).Distinct(StringComparer.OrdinalIgnoreCase)];
        IsAll = _names.Contains("*");
    }

    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether every store is in it, whatever its name.</summary>
    public bool IsAll { get; }

    public bool Contains(StoreName store)
    {
        if (IsAll) return true;
        foreach (var name in _names)
        {
            if (FileSystemName.MatchesSimpleExpression(name, store.Text, ignoreCase: true)) return true;
        }

        return false;
    }

    public bool Equals(StoreScope? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    public override bool Equals(object? obj) => Equals(obj as StoreScope);

    public override int GetHashCode() => _names.Length == 0 ? 0 : StringComparer.Ordinal.GetHashCode(_names[0]);

    [GeneratedRegex(AccessNames.StoresPattern, RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
