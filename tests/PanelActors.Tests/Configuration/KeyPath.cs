using System.Reflection;
using PanelActors.Configuration;

namespace PanelActors.Tests.Configuration;

/// <summary>A key and where it stands.</summary>
/// <param name="Path">As in the documentation: <c>Sources[].Resync.Timeout</c>.</param>
/// <param name="Section">The record that holds the key.</param>
/// <param name="Key">The key.</param>
internal sealed record KeyPath(string Path, Type Section, ConfigurationKey Key)
{
    /// <summary>Every key below <c>PanelActors</c>, each section before its keys.</summary>
    public static IReadOnlyList<KeyPath> All { get; } = [.. Below(typeof(PanelActorsOptions), "")];

    /// <summary>As in a configuration, in the first entry of each list, without the section's name: <c>Sources:0:Resync:Timeout</c>.</summary>
    public string Setting => Path.Replace("[]", ":0", StringComparison.Ordinal).Replace('.', ':');

    /// <summary>The value where the key is not given; null where there is none, or the common value of an overridden key.</summary>
    public object? Default => Key.ValueIn(Activator.CreateInstance(Section)!);

    /// <summary>Whether the key is a section of keys that another section describes.</summary>
    public bool IsOverride => IsOverridingSection(Key.SectionType);

    /// <summary>Whether the key is in such a section.</summary>
    public bool IsOverriding => IsOverridingSection(Section);

    /// <summary>The keys directly in a section.</summary>
    public static IEnumerable<KeyPath> In(KeyPath section) =>
        All.Where(path => path.Section == section.Key.SectionType && path.Path.StartsWith($"{section.Path}.", StringComparison.Ordinal));

    private static bool IsOverridingSection(Type? section) => section?.GetCustomAttribute<SectionAttribute>()?.Overrides is not null;

    private static IEnumerable<KeyPath> Below(Type section, string path)
    {
        foreach (var key in ConfigurationKeys.Of(section))
        {
            var own = new KeyPath($"{path}{key.Name}", section, key);
            if (key.Kind == KeyKind.Sections) own = own with { Path = $"{own.Path}[]" };
            yield return own;
            if (key.SectionType is not { } next) continue;
            foreach (var below in Below(next, $"{own.Path}.")) yield return below;
        }
    }
}
