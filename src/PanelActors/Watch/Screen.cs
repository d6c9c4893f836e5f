using Spectre.Console.Rendering;

namespace PanelActors.Watch;

/// <summary>A whole screen, ready to be written.</summary>
/// <param name="Lines">Its lines, from top to bottom.</param>
internal sealed record Screen(IReadOnlyList<ScreenLine> Lines) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in Lines)
        {
            foreach (var segment in line.Segments(anchored: false)) yield return segment;
            yield return Segment.LineBreak;
        }
    }
}
