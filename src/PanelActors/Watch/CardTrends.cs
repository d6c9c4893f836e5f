using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>How the numbers of one panel went, as blocks.</summary>
/// <param name="Book">The numbers of all panels.</param>
/// <param name="Panel">The panel.</param>
/// <param name="Now">Up to when.</param>
internal readonly record struct CardTrends(TrendBook Book, PanelKey Panel, DateTimeOffset Now)
{
    /// <summary>The blocks, <paramref name="width"/> of them; null where there is no number, or where it did not change.</summary>
    public string? Of(NumberPlace? place, int width) =>
        place is not null && Book.Of(Panel, place.Pointer, width, Now) is { } values ? Sparkline.Of(values) : null;
}
