namespace PanelActors.History;

/// <summary>Numbers in the order of their latest changes. Not safe for concurrent use.</summary>
internal sealed class SeriesOrder
{
    private LeafSeries? _newest;

    /// <summary>The one that changed longest ago; null for none.</summary>
    public LeafSeries? Oldest { get; private set; }

    /// <summary>Adds a number that has just changed.</summary>
    public void Add(LeafSeries leaf)
    {
        (leaf.Older, leaf.Newer) = (_newest, null);
        if (_newest is null) Oldest = leaf;
        else _newest.Newer = leaf;
        _newest = leaf;
    }

    /// <summary>Removes a number, which must have been added.</summary>
    public void Remove(LeafSeries leaf)
    {
        if (leaf.Older is null) Oldest = leaf.Newer;
        else leaf.Older.Newer = leaf.Newer;
        if (leaf.Newer is null) _newest = leaf.Older;
        else leaf.Newer.Older = leaf.Older;
    }
}
