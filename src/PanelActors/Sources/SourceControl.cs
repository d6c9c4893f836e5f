using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Sources.Supervision;
using PanelActors.Stores;

namespace PanelActors.Sources;

/// <summary>What may be asked of a source, answered from what is known without asking its actors.</summary>
internal sealed class SourceControl(ResyncMode mode, SourceConnection connection) : IStoreControl
{
    private volatile IActorRef _source = ActorRefs.Nobody;

    /// <summary>The requests go to <paramref name="source"/> from now on.</summary>
    public void Attach(IActorRef source) => _source = source;

    public string? RequestResync(string reason)
    {
        if (mode == ResyncMode.None) return "This source is configured not to be asked for a baseline; it sends one when it will.";
        if (connection.Status.Phase == ConnectionPhase.Stopped) return "This source is stopped; start it again first.";
        _source.Tell(new RequestResync(reason));
        return null;
    }

    public string? Restart()
    {
        _source.Tell(StartSource.Instance);
        return null;
    }
}
