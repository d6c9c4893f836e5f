using System.Globalization;

namespace PanelActors.Drill;

/// <summary>Whether a promise was kept.</summary>
internal static class DrillJudge
{
    /// <summary>One line for each way in which the measure breaks the promise; none where it is kept.</summary>
    public static IReadOnlyList<string> Broken(DrillPromise promise, DrillMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(promise);
        ArgumentNullException.ThrowIfNull(measure);
        var broken = new List<string>(measure.Broken);
        Late("shown", promise.Detect, measure.Detect, broken);
        Late("recovered", promise.Recover, measure.Recover, broken);
        if (promise.Recover is null) return broken;
        if (measure.LostEvents is not { } events) broken.Add("it is not known what was lost");
        else if (events > promise.MayLose) broken.Add($"{Count(events, "event")} lost, of {promise.MayLose} that may be");
        if (measure.LostPanels is > 0 and var panels) broken.Add($"{Count(panels, "panel")} other than the feed's at the end");
        return broken;
    }

    /// <summary>A number with its noun.</summary>
    public static string Count(int number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    private static void Late(string what, TimeSpan? deadline, TimeSpan? measured, List<string> broken)
    {
        if (deadline is not { } most) return;
        if (measured is not { } time)
        {
            broken.Add($"never {what}");
        }
        else if (time > most)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{what} after {time.TotalSeconds:0.00} s, of {most.TotalSeconds:0.##} s"));
        }
    }
}
