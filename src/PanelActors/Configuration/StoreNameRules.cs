namespace PanelActors.Configuration;

/// <summary>What a store may be called, and what may refer to it.</summary>
internal static class StoreNameRules
{
    private const int LongestName = 64;
    private const string Allowed = "1 to 64 letters, digits, - or _";

    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, source) in options.Sources.Index())
            Check(source.Name, $"{PanelActorsOptions.Section}:Sources:{index}:Name", seen, faults);
        foreach (var (index, composite) in options.Composites.Index())
            Check(composite.Name, $"{PanelActorsOptions.Section}:Composites:{index}:Name", seen, faults);
        if (options.Default is { } name)
            faults.Require(options.StoreNames.Contains(name), $"{PanelActorsOptions.Section}:Default", name, OneOf(options));
    }

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static string OneOf(PanelActorsOptions options) => SectionReader.OneOf(options.StoreNames.Where(IsValid));

    private static void Check(string name, string key, Dictionary<string, string> seen, FaultList faults)
    {
        faults.Require(IsValid(name), key, name.Length == 0 ? null : name, Allowed);
        if (!faults.Has(key) && !seen.TryAdd(name, key))
            faults.Add(key, name, $"a name that {seen[name]} does not have");
    }
}
