using System.Collections.Concurrent;

namespace PanelActors.Hosting.Listening;

/// <summary>What can be told from outside of those who accept connections: whether any of them is stuck.</summary>
internal sealed class AcceptLoops(TimeProvider time)
{
    private readonly ConcurrentBag<AcceptLoop> _all = [];

    /// <summary>One more.</summary>
    public AcceptLoop Add()
    {
        var loop = new AcceptLoop(time);
        _all.Add(loop);
        return loop;
    }

    /// <summary>Whether each waits for connections, or has been busy with one for no longer than <paramref name="longest"/>.</summary>
    public bool AreAlive(TimeSpan longest) => _all.All(loop => loop.IsAlive(longest));
}
