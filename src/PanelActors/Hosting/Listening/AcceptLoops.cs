using System.Collections.Concurrent;

namespace PanelActors.Hosting.Listening;

/// <summary>All loops that accept connections, to see whether one of them is stuck.</summary>
internal sealed class AcceptLoops(TimeProvider time)
{
    private readonly ConcurrentBag<AcceptLoop> _all = [];

    public AcceptLoop Add()
    {
        var loop = new AcceptLoop(time);
        _all.Add(loop);
        return loop;
    }

    /// <summary>Whether each waits for connections, or has been busy with one for no longer than <paramref name="max"/>.</summary>
    public bool AreAlive(TimeSpan max) => _all.All(loop => loop.IsAlive(max));
}
