using System.Collections.Concurrent;
using System.Reflection;

namespace PanelActors.Configuration;

/// <summary>The catalogue of all keys of the configuration, section by section.</summary>
internal static class ConfigurationKeys
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<ConfigurationKey>> Sections = new();

    /// <summary>The keys directly below <see cref="PanelActorsOptions.Section"/>.</summary>
    public static IReadOnlyList<ConfigurationKey> Root => Of(typeof(PanelActorsOptions));

    /// <summary>The keys of a section, in the order of its record.</summary>
    public static IReadOnlyList<ConfigurationKey> Of(Type section) => Sections.GetOrAdd(section, Read);

    /// <summary>The key that a path such as <c>PanelActors:Sources:0:Headers:X-Token</c> leads to or into; null where there is none.</summary>
    public static ConfigurationKey? Find(string path)
    {
        var parts = path.Split(ConfigurationPath.KeyDelimiter);
        if (!parts[0].Equals(PanelActorsOptions.Section, StringComparison.OrdinalIgnoreCase)) return null;
        ConfigurationKey? found = null;
        var section = typeof(PanelActorsOptions);
        foreach (var part in parts.Skip(1))
        {
            if (found?.Kind == KeyKind.Sections && part.All(char.IsAsciiDigit)) continue;
            found = Of(section).FirstOrDefault(key => key.Name.Equals(part, StringComparison.OrdinalIgnoreCase));
            if (found?.SectionType is not { } next) return found;
            section = next;
        }

        return found;
    }

    private static IReadOnlyList<ConfigurationKey> Read(Type section)
    {
        var about = section.GetCustomAttribute<SectionAttribute>()
            ?? throw new InvalidOperationException($"{section.Name} is not marked as a section.");
        return
        [
            .. from property in section.GetProperties()
               where property.CanWrite
               let described = about.Overrides is { } overridden ? overridden.GetProperty(property.Name) : property
               let key = described?.GetCustomAttribute<KeyAttribute>()
                   ?? throw new InvalidOperationException($"{section.Name}.{property.Name} is not described.")
               select new ConfigurationKey(property, key, about.Effect),
        ];
    }
}
