namespace PanelActors.Configuration;

/// <summary>Explains faults that <c>--source</c> causes, since their reason is not in the file.</summary>
internal static class SourceArguments
{
    private static readonly string[] Replaced = [nameof(PanelActorsOptions.Sources), nameof(PanelActorsOptions.Composites)];

    /// <summary>The same faults, with the reason where one is about a store that <c>--source</c> removed.</summary>
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
