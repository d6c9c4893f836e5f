namespace PanelActors.Configuration;

/// <summary>The ranges that the catalogue gives to numbers and durations.</summary>
internal static class RangeRules
{
    public static readonly TimeSpan MinDuration = TimeSpan.FromMilliseconds(1);

    /// <summary>Checks the keys of one section, those of sections within it not included.</summary>
    public static void Check(object options, string path, FaultList faults)
    {
        foreach (var key in ConfigurationKeys.Of(options.GetType()))
        {
            switch (key.ValueIn(options))
            {
                case TimeSpan duration:
                    faults.Range($"{path}:{key.Name}", duration, MinDuration, TimeSpan.FromDays(key.About.MaxDays));
                    break;
                case int number:
                    Check(key, number, options, path, faults);
                    break;
                case long number:
                    Check(key, number, options, path, faults);
                    break;
            }
        }
    }

    private static void Check(ConfigurationKey key, long value, object options, string path, FaultList faults)
    {
        var min = key.About.Min;
        if (key.About.AtLeast is { } other)
        {
            // Then its value is not the configured one.
            if (faults.Has($"{path}:{other}")) return;
            var bound = ConfigurationKeys.Of(options.GetType()).Single(candidate => candidate.Name == other).ValueIn(options);
            min = Math.Max(min, Convert.ToInt64(bound, null));
        }

        faults.Range($"{path}:{key.Name}", value, min, key.About.Max);
    }
}
