namespace PanelActors.Configuration;

/// <summary>What durations may be, alone and beside each other.</summary>
internal static class TimingRules
{
    public static void Check(FreshnessOptions freshness, string key, FaultList faults)
    {
        RangeRules.Check(freshness, key, faults);
        Relations(freshness, new(), key, key, faults);
    }

    public static void Check(ReconnectOptions reconnect, string key, FaultList faults)
    {
        RangeRules.Check(reconnect, key, faults);
        Relations(reconnect, new(), key, key, faults);
    }

    /// <summary>Checks a source's own keys, alone and beside the common ones they meet.</summary>
    public static void Check(FreshnessOverride own, FreshnessOptions common, string key, string commonKey, FaultList faults)
    {
        RangeRules.Check(own, key, faults);
        if (own != new FreshnessOverride()) Relations(own.Over(common), own, key, commonKey, faults);
    }

    /// <summary>Checks a source's own keys, alone and beside the common ones they meet.</summary>
    public static void Check(ReconnectOverride own, ReconnectOptions common, string key, string commonKey, FaultList faults)
    {
        RangeRules.Check(own, key, faults);
        if (own != new ReconnectOverride()) Relations(own.Over(common), own, key, commonKey, faults);
    }

    private static void Relations(FreshnessOptions resolved, FreshnessOverride own, string key, string commonKey, FaultList faults) =>
        Order(
            new(nameof(own.WarnAfter), resolved.WarnAfter, own.WarnAfter is not null),
            new(nameof(own.StaleAfter), resolved.StaleAfter, own.StaleAfter is not null),
            orEqual: false, key, commonKey, faults);

    private static void Relations(ReconnectOptions resolved, ReconnectOverride own, string key, string commonKey, FaultList faults) =>
        Order(
            new(nameof(own.MinBackoff), resolved.MinBackoff, own.MinBackoff is not null),
            new(nameof(own.MaxBackoff), resolved.MaxBackoff, own.MaxBackoff is not null),
            orEqual: true, key, commonKey, faults);

    /// <summary>
    /// Requires <paramref name="less"/> below <paramref name="more"/>. The fault goes to a key that the section itself gives; silent where
    /// one of the two is at fault already, since then its value is not the configured one.
    /// </summary>
    private static void Order(Bound less, Bound more, bool orEqual, string key, string commonKey, FaultList faults)
    {
        var isCommon = key == commonKey;
        if (!isCommon && !less.Own && !more.Own)
            return;
        var lessKey = $"{(less.Own ? key : commonKey)}:{less.Name}";
        var moreKey = $"{(more.Own ? key : commonKey)}:{more.Name}";
        if (faults.Has(lessKey) || faults.Has(moreKey) || less.Value < more.Value || (orEqual && less.Value == more.Value))
            return;
        if (isCommon || less.Own)
            faults.Add(lessKey, FaultList.Text(less.Value), $"{(orEqual ? "at most" : "less than")} {more.Name} ({more.Value})");
        else
            faults.Add(moreKey, FaultList.Text(more.Value), $"{(orEqual ? "at least" : "more than")} {less.Name} ({less.Value})");
    }

    private readonly record struct Bound(string Name, TimeSpan Value, bool Own);
}
