namespace PanelActors.Http;

/// <summary>
/// The bodies that slow readers keep from being forgotten. Readers of one version share it; of many versions the oldest are taken from
/// their readers, so that all together stay within a bound. For any thread.
/// </summary>
/// <param name="most">How many bytes may be held; the latest body may always be, whatever its size.</param>
internal sealed class HeldBodies(long most)
{
    private readonly LinkedList<Body> _bodies = [];
    private readonly Lock _gate = new();

    /// <summary>How many bytes are held.</summary>
    public long Bytes { get; private set; }

    /// <summary>Notes that <paramref name="reader"/> holds <paramref name="body"/>, which it does until <see cref="Release"/>.</summary>
    /// <param name="body">What is shared by those who read the same.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="reader">Who reads it, to be cut off where there is too much.</param>
    public void Hold(object body, long size, HttpContext reader)
    {
        List<HttpContext> cut = [];
        lock (_gate)
        {
            var held = Find(body) ?? _bodies.AddLast(new Body(body, size));
            if (held.Value.Readers.Count == 0) Bytes += size;
            held.Value.Readers.Add(reader);
            while (Bytes > most && _bodies is { First: { } oldest } && oldest != held) cut.AddRange(Drop(oldest).Readers);
        }

        foreach (var slow in cut) slow.Abort();
    }

    /// <summary>Notes that it does no longer.</summary>
    public void Release(object body, HttpContext reader)
    {
        lock (_gate)
        {
            if (Find(body) is { } held && held.Value.Readers.Remove(reader) && held.Value.Readers.Count == 0) Drop(held);
        }
    }

    private LinkedListNode<Body>? Find(object body)
    {
        var node = _bodies.First;
        while (node is not null && !ReferenceEquals(node.Value.Content, body)) node = node.Next;
        return node;
    }

    private Body Drop(LinkedListNode<Body> node)
    {
        _bodies.Remove(node);
        Bytes -= node.Value.Size;
        return node.Value;
    }

    private sealed record Body(object Content, long Size)
    {
        public HashSet<HttpContext> Readers { get; } = [];
    }
}
