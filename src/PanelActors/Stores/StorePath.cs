using PanelActors.Configuration;

namespace PanelActors.Stores;

/// <summary>Paths of stores through daemons, by which a daemon notices that it reads itself (specification 5.10).</summary>
internal static class StorePath
{
    /// <summary>How many stores of a path are sent or read.</summary>
    public const int MaxLength = 64;

    /// <summary>Stores of a path are the same whatever the case of their letters, as their names are.</summary>
    public static readonly StringComparer Comparer = StringComparer.OrdinalIgnoreCase;

    public static string Of(string instance, StoreName store) => $"{instance}:{store}";

    /// <summary>The path of a store that is made of others.</summary>
    /// <param name="own">The store itself, which comes first.</param>
    /// <param name="others">The paths of what it is made of.</param>
    public static IReadOnlyList<string> Join(string own, IEnumerable<string> others) =>
        [.. others.Prepend(own).Distinct(Comparer).Take(MaxLength)];
}
