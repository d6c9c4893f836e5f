namespace PanelActors.Configuration;

/// <summary>What a store may be called, and what may refer to it.</summary>
internal static class StoreNameRules
{
    public const string Allowed = "1 to 64 letters, digits, - or _";
    public const string Pattern = "^[A-Za-z0-9_-]{1,64}$";

    private const int LongestName = 64;

    // A composite that has its members under their names would have two things under one.
    private static readonly string[] Reserved = ["panel_push_meta", "adaptive_stream"];

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

    public static string OneOf(PanelActorsOptions options) => OneOf(options.StoreNames);

    public static string OneOf(IEnumerable<string> names) => Spelling.OneOf(names.Where(IsValid));

    private static void Check(string name, string key, Dictionary<string, string> seen, FaultList faults)
    {
        faults.Require(IsValid(name), key, name.Length == 0 ? null : name, Allowed);
        faults.Require(!Reserved.Contains(name, StringComparer.OrdinalIgnoreCase), key, name,
            $"a name that the snapshot does not need for itself ({string.Join(", ", Reserved)})");
        if (!faults.Has(key) && !seen.TryAdd(name, key))
            faults.Add(key, name, $"a name that {seen[name]} does not have");
    }
}
