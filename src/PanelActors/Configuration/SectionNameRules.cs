namespace PanelActors.Configuration;

/// <summary>
/// Which sections a configuration file may have. Only the file is checked, since most names in the environment belong to other programs.
/// </summary>
internal static class SectionNameRules
{
    private static readonly string[] Sections = [PanelActorsOptions.Section, "Serilog", "Kestrel", "Logging", "AllowedHosts"];

    private static readonly Dictionary<string, string[]> KeysOf = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Serilog"] =
        [
            "Using", "MinimumLevel", "LevelSwitches", "FilterSwitches", "WriteTo", "AuditTo", "Enrich", "Destructure", "Filter",
            "Properties",
        ],
        ["Kestrel"] = ["Certificates", "Endpoints", "EndpointDefaults", "Limits"],
    };

    /// <summary>The faults of a file that has these keys, each with its full path.</summary>
    public static IReadOnlyList<ConfigurationFault> Check(IEnumerable<string> keys)
    {
        var faults = new FaultList();
        foreach (var key in keys)
        {
            var parts = key.Split(ConfigurationPath.KeyDelimiter);
            if (IsComment(parts[0])) continue;
            Require(parts[0], parts[0], Sections, faults);
            if (parts.Length > 1 && !IsComment(parts[1]) && KeysOf.TryGetValue(parts[0], out var known))
                Require(parts[1], ConfigurationPath.Combine(parts[0], parts[1]), known, faults);
        }

        return faults.Faults;
    }

    /// <summary>A line for each name in the environment that is nearly that of a section, and so has no effect.</summary>
    public static IEnumerable<string> Slips(IEnumerable<string> environment) =>
        from key in environment
        let section = key.Split(ConfigurationPath.KeyDelimiter)[0]
        where key.Length > section.Length && !Sections.Contains(section, StringComparer.OrdinalIgnoreCase)
        let likely = Spelling.Nearest(section, Sections)
        where Spelling.IsSlip(section, likely)
        let variable = key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal)
        select $"{variable} in the environment has no effect; did you mean {likely.ToUpperInvariant()}__...?";

    /// <summary>Whether a key is a comment or names a schema: <c>$schema</c>, <c>//</c>, <c>_comment</c>.</summary>
    public static bool IsComment(string key) => key.StartsWith("//", StringComparison.Ordinal) || key is ['$' or '_' or '#', ..];

    private static void Require(string name, string path, string[] known, FaultList faults) =>
        faults.Require(known.Contains(name, StringComparer.OrdinalIgnoreCase), path, null,
            $"a known section; did you mean {Spelling.Nearest(name, known)}?");
}
