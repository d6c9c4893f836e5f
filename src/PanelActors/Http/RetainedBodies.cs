namespace PanelActors.Http;

/// <summary>
/// The bodies that slow readers keep in memory. Readers of one version share it; where there are too many versions, the readers of the
/// oldest are cut off, so that all together stay within a bound. For any thread.
/// </summary>
/// <param name="maxBytes">How many bytes may be retained; the latest body may always be, whatever its size.</param>
internal sealed class RetainedBodies(long maxBytes)
{
    private readonly LinkedList<Body> _bodies = [];
    private readonly Lock _gate = new();

    public long Bytes { get; private set; }

    /// <summary>Notes that <paramref name="reader"/> retains <paramref name="body"/>, until <see cref="Release"/>.</summary>
    /// <param name="body">The object that all readers of the same version share.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="reader">The request, to be cut off where there is too much.</param>
    public void Retain(object body, long size, HttpContext reader)
    {
        List<HttpContext> cut = [];
        lock (_gate)
        {
            var retained = Find(body) ?? _bodies.AddLast(new Body(body, size));
            if (retained.Value.Readers.Count == 0) Bytes += size;
            retained.Value.Readers.Add(reader);
            while (Bytes > maxBytes && _bodies is { First: { } oldest } && oldest != retained) cut.AddRange(Drop(oldest).Readers);
        }

        foreach (var slow in cut) slow.Abort();
    }

    /// <summary>Notes that <paramref name="reader"/> no longer needs <paramref name="body"/>.</summary>
    public void Release(object body, HttpContext reader)
    {
        lock (_gate)
        {
            if (Find(body) is { } retained && retained.Value.Readers.Remove(reader) && retained.Value.Readers.Count == 0) Drop(retained);
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
