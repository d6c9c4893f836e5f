namespace PanelActors.Configuration;

/// <summary>What a store may be called, and what may refer to it.</summary>
internal static class StoreNameRules
{
    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        const string Root = PanelActorsOptions.Section;
        var seen = new Dictionary<StoreName, string>();
        foreach (var (index, source) in options.Sources.Index())
            Check(source.Name, $"{Root}:{nameof(options.Sources)}:{index}:{nameof(source.Name)}", seen, faults);
        foreach (var (index, composite) in options.Composites.Index())
            Check(composite.Name, $"{Root}:{nameof(options.Composites)}:{index}:{nameof(composite.Name)}", seen, faults);
        if (options.Default is { } name)
            faults.Require(options.HasStore(name), $"{Root}:{nameof(options.Default)}", name.Text, OneOf(options));
    }

    public static string OneOf(PanelActorsOptions options) => OneOf(options.StoreNames);

    public static string OneOf(IEnumerable<StoreName> names) =>
        Spelling.OneOf(names.Where(static name => name.IsValid).Select(static name => name.Text));

    private static void Check(StoreName name, string key, Dictionary<StoreName, string> seen, FaultList faults)
    {
        faults.Require(name.IsValid, key, name.Text.Length == 0 ? null : name.Text, StoreName.Allowed);
        faults.Require(!name.IsReserved, key, name.Text, StoreName.Unreserved);
        if (!faults.Has(key) && !seen.TryAdd(name, key))
            faults.Add(key, name.Text, $"a name that {seen[name]} does not have");
    }
}
