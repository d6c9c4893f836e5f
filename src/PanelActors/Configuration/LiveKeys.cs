namespace PanelActors.Configuration;

/// <summary>Which keys take effect while the daemon runs, and which only when it starts.</summary>
internal static class LiveKeys
{
    // Nothing else in a configuration is read; the host adds some keys for itself.
    private static readonly string[] Roots = [PanelActorsOptions.Section, "Serilog", "Kestrel"];

    private static readonly string[] Live =
    [
        .. ConfigurationKeys.Root.Where(static key => key.Effect != KeyEffect.AtNextStart)
            .Select(static key => $"{PanelActorsOptions.Section}:{key.Name}"),
    ];

    // Keys that need a restart in sections that otherwise do not.
    private static readonly string[] Late =
    [
        .. from section in ConfigurationKeys.Root
           where section.Kind == KeyKind.Section && section.Effect != KeyEffect.AtNextStart
           from key in ConfigurationKeys.Of(section.SectionType!)
           where key.Effect == KeyEffect.AtNextStart
           select $"{PanelActorsOptions.Section}:{section.Name}:{key.Name}",
    ];

    /// <summary>The sections that differ and need a restart of the daemon, in order: <c>PanelActors:Urls</c>, <c>Serilog</c>.</summary>
    public static IReadOnlyList<string> NeedingRestart(IConfiguration started, IConfiguration now)
    {
        var before = Fixed(started);
        var after = Fixed(now);
        return
        [
            .. before.Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase)
                .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
                .Select(SectionOf).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static Dictionary<string, string> Fixed(IConfiguration configuration) => configuration.AsEnumerable()
        .Where(static pair => pair.Value is not null && IsUnder(pair.Key, Roots)
            && (!IsUnder(pair.Key, Live) || IsUnder(pair.Key, Late)))
        .ToDictionary(static pair => pair.Key, static pair => pair.Value!, StringComparer.OrdinalIgnoreCase);

    private static string SectionOf(string key)
    {
        var parts = key.Split(ConfigurationPath.KeyDelimiter);
        return parts[0].Equals(PanelActorsOptions.Section, StringComparison.OrdinalIgnoreCase) && parts.Length > 1
            ? $"{PanelActorsOptions.Section}:{parts[1]}"
            : parts[0];
    }

    private static bool IsUnder(string key, string[] sections) => Array.Exists(sections, section =>
        key.Equals(section, StringComparison.OrdinalIgnoreCase)
        || key.StartsWith(section + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase));
}
