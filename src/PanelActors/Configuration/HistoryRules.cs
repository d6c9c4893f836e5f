namespace PanelActors.Configuration;

/// <summary>What <c>History</c> and <c>Series</c> may say.</summary>
internal static class HistoryRules
{
    public const string PathAllowed = "a JSON pointer such as /indices/NIFTY/ltp, in which * and ** stand for others";

    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        const string Root = PanelActorsOptions.Section;
        var (history, series) = (options.History, options.Series);
        RangeRules.Check(history, $"{Root}:{nameof(options.History)}", faults);
        var key = $"{Root}:{nameof(options.Series)}";
        RangeRules.Check(series, key, faults);
        RequireWhole(series.Step, $"{key}:{nameof(series.Step)}", faults);
        faults.Require(series.Window >= series.Step, $"{key}:{nameof(series.Window)}", FaultList.Text(series.Window),
            $"at least {nameof(series.Step)} ({series.Step})");
        foreach (var (index, kept) in series.Keep.Index())
        {
            var keptKey = $"{key}:{nameof(series.Keep)}:{index}";
            RangeRules.Check(kept, keptKey, faults);
            faults.Require(options.HasStore(kept.Store), $"{keptKey}:{nameof(kept.Store)}", kept.Store.Text, StoreNameRules.OneOf(options));
            faults.Require(IsPath(kept.Path), $"{keptKey}:{nameof(kept.Path)}", kept.Path, PathAllowed);
            RequireWhole(kept.Step, $"{keptKey}:{nameof(kept.Step)}", faults);
            faults.Require(kept.Step >= series.Step, $"{keptKey}:{nameof(kept.Step)}", FaultList.Text(kept.Step),
                $"at least Series:Step ({series.Step})");
            faults.Require(options.Persistence.Enabled, keptKey, null, "Persistence:Enabled, since it is kept in its database");
        }
    }

    /// <summary>Whether a text is a pointer or pattern.</summary>
    public static bool IsPath(string text)
    {
        if (text is not ['/', _, ..]) return false;
        for (var i = text.IndexOf('~', StringComparison.Ordinal); i >= 0; i = text.IndexOf('~', i + 1))
        {
            if (i + 1 >= text.Length || text[i + 1] is not ('0' or '1')) return false;
        }

        return true;
    }

    // The time of a step is written in whole milliseconds.
    private static void RequireWhole(TimeSpan step, string key, FaultList faults) => faults.Require(
        step >= TimeSpan.FromMilliseconds(100) && step.Ticks % TimeSpan.TicksPerMillisecond == 0, key, FaultList.Text(step),
        "at least 00:00:00.1, in whole milliseconds");
}
