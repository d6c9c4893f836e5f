using PanelActors.Tree;

namespace PanelActors.History;

/// <summary>A place in the panels that has a number, or has numbers below it.</summary>
internal sealed class SeriesNode(SeriesNode? parent, PanelKey? key)
{
    private readonly SeriesNode? _parent = parent;
    private readonly PanelKey? _key = key;
    private Dictionary<PanelKey, SeriesNode>? _members;

    /// <summary>The JSON pointer to it. Not remembered: one number alone has it, and those on the way to it have none.</summary>
    public string Path
    {
        get
        {
            var names = new Stack<string>();
            for (var node = this; node._key is { } name; node = node._parent!) names.Push(name.ToString());
            return names.Aggregate("", SeriesPath.Append);
        }
    }

    /// <summary>Whether the place is not as deep as a number may be that is kept.</summary>
    public bool HasShortPath
    {
        get
        {
            var length = 0;
            for (var node = this; node._key is { } name && length <= SeriesPath.MaxLength; node = node._parent!)
                length += name.Utf8.Length + 1;
            return length <= SeriesPath.MaxLength;
        }
    }

    /// <summary>The number; null where there is none.</summary>
    public LeafSeries? Leaf { get; set; }

    /// <summary>Marks the places that an array still has, while it is read.</summary>
    public int Seen { get; set; }

    public bool IsEmpty => Leaf is null && !HasMembers;

    public bool HasMembers => _members is { Count: > 0 };

    public IReadOnlyCollection<SeriesNode> Members => _members is null ? [] : _members.Values;

    /// <summary>The place below this one, which is a new one where there was none.</summary>
    public SeriesNode Member(PanelKey name) =>
        _members is not null && _members.TryGetValue(name, out var known) ? known
            : new SeriesNode(this, name);

    public SeriesNode? Find(PanelKey name) => _members?.GetValueOrDefault(name);

    /// <summary>Keeps the place, and those above it. Answers with how many are new.</summary>
    public int Keep()
    {
        var added = 0;
        for (var node = this; node is { _parent: { } above, _key: { } name }; node = above)
        {
            if (!(above._members ??= []).TryAdd(name, node)) break;
            added++;
        }

        return added;
    }

    /// <summary>Lets go of the place where it is empty, and of those above that are then. Answers with how many these were.</summary>
    public int Prune()
    {
        var removed = 0;
        for (var node = this; node is { IsEmpty: true, _parent: { } above, _key: { } name }; node = above)
        {
            if (above._members?.Remove(name) == true) removed++;
        }

        return removed;
    }
}
