using System.Globalization;
using PanelActors.Tree;

namespace PanelActors.History;

/// <summary>The names that a JSON pointer has for the items of a list.</summary>
internal static class IndexKeys
{
    private static readonly PanelKey[] First = [.. Enumerable.Range(0, 64).Select(KeyOf)];

    public static PanelKey Of(int index) => index < First.Length ? First[index] : KeyOf(index);

    private static PanelKey KeyOf(int index) => PanelKey.Of(index.ToString(CultureInfo.InvariantCulture));
}
