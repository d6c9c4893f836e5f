namespace PanelActors.Configuration;

/// <summary>What <c>--source</c> leaves without its store: the reason is not in the file, where people would look for it.</summary>
internal static class SourceArguments
{
    private static readonly string[] Replaced = ["Sources", "Composites"];

    /// <summary>The same faults; those about a store that <c>--source</c> took away say so.</summary>
    public static IReadOnlyList<ConfigurationFault> Explain(
        IReadOnlyList<ConfigurationFault> faults, IConfiguration configured, IReadOnlyList<KeyValuePair<string, string>> sources)
    {
        if (sources.Count == 0) return faults;
        HashSet<string> replaced =
        [
            .. Replaced.SelectMany(list => configured.GetSection($"{PanelActorsOptions.Section}:{list}").GetChildren())
                .Select(static store => store["Name"]).OfType<string>(),
        ];
        return [.. faults.Select(fault => fault.Value is { } value && replaced.Contains(value)
            ? fault with { Allowed = $"{fault.Allowed}: --source replaces the configured sources and composites" }
            : fault)];
    }
}
