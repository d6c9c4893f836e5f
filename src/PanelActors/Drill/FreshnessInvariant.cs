using System.Globalization;

namespace PanelActors.Drill;

/// <summary>
/// The one promise that holds during every fault: health is never <c>ok</c> over data that is older than <c>WarnAfter</c>, and panels
/// never go back to an older state.
/// </summary>
/// <param name="WarnAfter">The age from which data is not <c>ok</c> any more.</param>
/// <param name="Tick">How often the daemon looks for a change of health.</param>
internal sealed record FreshnessInvariant(TimeSpan WarnAfter, TimeSpan Tick)
{
    /// <summary>What one look at the daemon says against it; null where nothing does.</summary>
    /// <param name="health">The health shown.</param>
    /// <param name="age">The age of the newest data that was sent and is shown, when the look began; null = its age is not known.</param>
    /// <param name="took">How long the look took, and how late the machine ran anything meanwhile.</param>
    public string? OfHealth(string health, TimeSpan? age, TimeSpan took)
    {
        if (health != "ok") return null;
        if (age is not { } known) return "health was ok over data whose age is not known";
        if (known <= WarnAfter + Tick + took) return null;
        return string.Create(
            CultureInfo.InvariantCulture, $"health was ok over data {known.TotalSeconds:0.00} s old, of {WarnAfter.TotalSeconds:0.##} s");
    }

    /// <summary>What a look says against it that shows an event after another one.</summary>
    public static string? OfOrder(long? before, long? number)
    {
        if (before is not { } highest || number == highest) return null;
        if (number is not { } shown) return $"the panels went away after event {highest}";
        return shown < highest ? $"panels went back from event {highest} to {shown}" : null;
    }
}
