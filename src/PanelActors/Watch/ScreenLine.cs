using Spectre.Console;
using Spectre.Console.Rendering;

namespace PanelActors.Watch;

/// <summary>What a piece of text means, which decides how it looks.</summary>
internal enum Tone
{
    Plain,
    Faint,
    Title,
    Fresh,
    Good,
    Warn,
    Bad,
    Bar,
    BarGood,
    BarWarn,
    BarBad,
    Chosen,
    Trend,
}

/// <summary>One line of the screen, built from left to right out of clean text.</summary>
internal sealed class ScreenLine
{
    private readonly List<(string Text, Tone Tone)> _parts = [];

    /// <summary>How many columns it takes.</summary>
    public int Width { get; private set; }

    /// <summary>The text alone.</summary>
    public override string ToString() => string.Concat(_parts.Select(static part => part.Text));

    /// <summary>Adds text, which <see cref="SafeText.Clean"/> made or which is the program's own.</summary>
    public ScreenLine Add(string clean, Tone tone = Tone.Plain)
    {
        if (clean.Length == 0) return this;
        _parts.Add((clean, tone));
        Width += SafeText.WidthOf(clean);
        return this;
    }

    /// <summary>Adds another line.</summary>
    public ScreenLine Add(ScreenLine other)
    {
        foreach (var (text, tone) in other._parts) Add(text, tone);
        return this;
    }

    /// <summary>Adds spaces up to a column.</summary>
    public ScreenLine To(int column, Tone tone = Tone.Plain) => column > Width ? Add(new string(' ', column - Width), tone) : this;

    /// <summary>The same line in at most <paramref name="width"/> columns.</summary>
    public ScreenLine Cut(int width)
    {
        if (Width <= width) return this;
        var cut = new ScreenLine();
        foreach (var (text, tone) in _parts)
        {
            var room = width - cut.Width;
            var taken = SafeText.Cut(text, room);
            cut.Add(taken, tone);
            if (!ReferenceEquals(taken, text) || room <= 0) break;
        }

        return cut;
    }

    /// <summary>The same line with all of it faint: what is shown may no longer be so.</summary>
    public ScreenLine Faded()
    {
        var faded = new ScreenLine();
        foreach (var (text, _) in _parts) faded.Add(text, Tone.Faint);
        return faded;
    }

    /// <summary>
    /// What the terminal library writes. Where terminals differ about the width of a character, the column is set anew after it.
    /// </summary>
    public IEnumerable<Segment> Segments(bool anchored, bool inAscii = false)
    {
        var column = 0;
        foreach (var (part, tone) in _parts)
        {
            var text = inAscii ? AsciiText.Of(part) : part;
            yield return new Segment(text, StyleOf(tone));
            column += SafeText.WidthOf(text);
            if (anchored && text.Any(static c => c > '\u2FFF' || char.IsSurrogate(c)))
                yield return Segment.Control($"\u001b[{column + 1}G");
        }
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Faint => new Style(Color.Grey),
        Tone.Title => new Style(Color.Aqua, decoration: Decoration.Bold),
        Tone.Fresh => new Style(Color.Yellow),
        Tone.Good => new Style(Color.Green),
        Tone.Warn => new Style(Color.Yellow, decoration: Decoration.Bold),
        Tone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        Tone.Bar => new Style(Color.White, Color.Grey23),
        Tone.BarGood => new Style(Color.Green, Color.Grey23, Decoration.Bold),
        Tone.BarWarn => new Style(Color.Yellow, Color.Grey23, Decoration.Bold),
        Tone.BarBad => new Style(Color.Red, Color.Grey23, Decoration.Bold),
        Tone.Trend => new Style(Color.SteelBlue1),
        Tone.Chosen => new Style(decoration: Decoration.Invert),
        _ => Style.Plain,
    };
}
