using PanelActors.Http;

namespace PanelActors.Watch;

/// <summary>What is known of the history: the newest entries without a hole, newest first. Immutable.</summary>
internal sealed record Timeline
{
    public static readonly Timeline Unknown = new();

    // More than a person scrolls through.
    private const int MaxItems = 5000;

    /// <summary>The entries, newest first.</summary>
    public IReadOnlyList<HistoryItem> Items { get; init; } = [];

    /// <summary>After which entry older ones are asked for; null where there are none.</summary>
    public string? Next { get; init; }

    /// <summary>Whether the daemon answered at all.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Why nothing newer is known; null after an answer.</summary>
    public string? Fault { get; init; }

    /// <summary>With the newest entries there are.</summary>
    public Timeline Newest(HistoryPage page)
    {
        var known = Items.Count == 0 ? -1 : IndexOf(page.Items, Items[0]);
        // Where they do not meet there is a hole: what is behind it is asked for again.
        return known < 0 && !(page.Next is null && page.Items.Count == 0)
            ? new Timeline { Items = page.Items, Next = page.Next, IsKnown = true }
            : this with { Items = Bounded([.. page.Items.Take(known), .. Items]), IsKnown = true, Fault = null };
    }

    /// <summary>With the entries before the last that is known.</summary>
    /// <param name="before">After which entry they were asked for.</param>
    /// <param name="page">What came.</param>
    public Timeline Older(string before, HistoryPage page)
    {
        if (before != Next) return this;
        var items = Bounded([.. Items, .. page.Items]);
        return this with { Items = items, Next = items.Count < MaxItems ? page.Next : null, Fault = null };
    }

    private static int IndexOf(IReadOnlyList<HistoryItem> items, HistoryItem item)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] == item) return i;
        }

        return -1;
    }

    private static IReadOnlyList<HistoryItem> Bounded(IReadOnlyList<HistoryItem> items) =>
        items.Count <= MaxItems ? items : [.. items.Take(MaxItems)];
}
