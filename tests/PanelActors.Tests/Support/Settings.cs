using Microsoft.Extensions.Configuration;

namespace PanelActors.Tests.Support;

/// <summary>Configurations in memory: a small good one, and changes to it.</summary>
internal static class Settings
{
    private static readonly (string Key, string? Value)[] Good =
    [
        ("PanelActors:Sources:0:Name", "market"),
        ("PanelActors:Sources:0:Url", "simulator:"),
        ("PanelActors:Sources:1:Name", "risk"),
        ("PanelActors:Sources:1:Url", "http://risk.example/events"),
        ("PanelActors:Composites:0:Name", "all"),
        ("PanelActors:Composites:0:Members:0", "market"),
        ("PanelActors:Composites:0:Members:1", "risk"),
    ];

    /// <summary>The good configuration with changes; keys without the section's name, a null value takes a key away.</summary>
    public static IConfigurationRoot With(params (string Key, string? Value)[] changes)
    {
        var keys = Good.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in changes)
        {
            keys.Remove("PanelActors:" + key);
            if (value is not null)
                keys.Add("PanelActors:" + key, value);
        }
        return Only(keys);
    }

    /// <summary>Just these full keys.</summary>
    public static IConfigurationRoot Only(IEnumerable<KeyValuePair<string, string?>> keys) =>
        new ConfigurationBuilder().AddInMemoryCollection(keys).Build();

    /// <summary>A file or folder of the checkout.</summary>
    public static string Shipped(string path) => Path.Combine(AppContext.BaseDirectory, "config", path);
}
