namespace PanelActors.Watch;

/// <summary>Values as a row of blocks, from the least to the greatest of them.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const char Gap = ' ';

    /// <summary>One block for each value; a gap where there is none.</summary>
    public static string Of(IReadOnlyList<double?> values)
    {
        var (least, most) = (double.MaxValue, double.MinValue);
        foreach (var value in values)
        {
            if (value is not { } known) continue;
            (least, most) = (Math.Min(least, known), Math.Max(most, known));
        }

        // Halved: the difference of two numbers may be greater than any number.
        var range = (most / 2) - (least / 2);
        return string.Concat(values.Select(value => value is { } known ? Blocks[LevelOf(((known / 2) - (least / 2)) / range)] : Gap));
    }

    private static int LevelOf(double part) =>
        double.IsNaN(part) ? 0 : (int)Math.Clamp(Math.Round(part * (Blocks.Length - 1)), 0, Blocks.Length - 1);
}
