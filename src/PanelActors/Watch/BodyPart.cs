namespace PanelActors.Watch;

/// <summary>What is between the head and the foot of the screen.</summary>
/// <param name="Lines">Its lines.</param>
/// <param name="Scroll">Which line of all is the first, where that is scrolled.</param>
/// <param name="Page">How many of all it shows.</param>
/// <param name="Count">How many there are.</param>
internal sealed record BodyPart(IReadOnlyList<ScreenLine> Lines, int Scroll, int Page, int Count)
{
    /// <summary>Texts of the program's own, below an empty line.</summary>
    public static BodyPart Text(IEnumerable<string> texts, int height, Tone tone = Tone.Plain) => new(
        [.. texts.Select(text => new ScreenLine().Add("  " + text, tone)).Prepend(new ScreenLine()).Take(height)], 0, height, 0);

    /// <summary>A page of <paramref name="lines"/>, scrolled no further than there is anything.</summary>
    public static BodyPart Scrolled(IReadOnlyList<ScreenLine> lines, int scroll, int height)
    {
        var first = Math.Clamp(scroll, 0, Math.Max(0, lines.Count - height));
        return new BodyPart([.. lines.Skip(first).Take(height)], first, height, lines.Count);
    }
}
