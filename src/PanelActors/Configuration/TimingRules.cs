namespace PanelActors.Configuration;

/// <summary>What durations may be, alone and beside each other.</summary>
internal static class TimingRules
{
    public static void Check(FreshnessOptions freshness, string key, FaultList faults)
    {
        Range(faults, $"{key}:WarnAfter", freshness.WarnAfter);
        Range(faults, $"{key}:StaleAfter", freshness.StaleAfter);
        Range(faults, $"{key}:Tick", freshness.Tick);
        Relations(freshness, new(), key, key, faults);
    }

    public static void Check(ReconnectOptions reconnect, string key, FaultList faults)
    {
        Range(faults, $"{key}:MinBackoff", reconnect.MinBackoff);
        Range(faults, $"{key}:MaxBackoff", reconnect.MaxBackoff);
        Range(faults, $"{key}:ResetAfter", reconnect.ResetAfter);
        Range(faults, $"{key}:ConnectTimeout", reconnect.ConnectTimeout);
        Range(faults, $"{key}:IdleTimeout", reconnect.IdleTimeout);
        Relations(reconnect, new(), key, key, faults);
    }

    /// <summary>Checks a source's own keys, alone and beside the common ones they meet.</summary>
    public static void Check(FreshnessOverride own, FreshnessOptions common, string key, string commonKey, FaultList faults)
    {
        Range(faults, $"{key}:WarnAfter", own.WarnAfter);
        Range(faults, $"{key}:StaleAfter", own.StaleAfter);
        Range(faults, $"{key}:Tick", own.Tick);
        if (own != new FreshnessOverride())
            Relations(own.Over(common), own, key, commonKey, faults);
    }

    /// <summary>Checks a source's own keys, alone and beside the common ones they meet.</summary>
    public static void Check(ReconnectOverride own, ReconnectOptions common, string key, string commonKey, FaultList faults)
    {
        Range(faults, $"{key}:MinBackoff", own.MinBackoff);
        Range(faults, $"{key}:MaxBackoff", own.MaxBackoff);
        Range(faults, $"{key}:ResetAfter", own.ResetAfter);
        Range(faults, $"{key}:ConnectTimeout", own.ConnectTimeout);
        Range(faults, $"{key}:IdleTimeout", own.IdleTimeout);
        if (own != new ReconnectOverride())
            Relations(own.Over(common), own, key, commonKey, faults);
    }

    public static void Range(FaultList faults, string key, TimeSpan? value)
    {
        if (value is { } duration)
            faults.Range(key, duration, OptionsValidator.Shortest, OptionsValidator.Longest);
    }

    private static void Relations(FreshnessOptions resolved, FreshnessOverride own, string key, string commonKey, FaultList faults)
    {
        Bound warn = new("WarnAfter", resolved.WarnAfter, own.WarnAfter is not null);
        Bound stale = new("StaleAfter", resolved.StaleAfter, own.StaleAfter is not null);
        Order(warn, stale, orEqual: false, key, commonKey, faults);
    }

    private static void Relations(ReconnectOptions resolved, ReconnectOverride own, string key, string commonKey, FaultList faults) =>
        Order(
            new("MinBackoff", resolved.MinBackoff, own.MinBackoff is not null),
            new("MaxBackoff", resolved.MaxBackoff, own.MaxBackoff is not null),
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
