using Akka.Actor;

namespace PanelActors.Files;

/// <summary>Who asked for a write before the interval has passed, and is not answered yet.</summary>
internal sealed class WriteRequests
{
    private readonly List<IActorRef> _waiting = [];
    private readonly List<IActorRef> _served = [];

    /// <summary>Whether a request waits for a write that has not begun.</summary>
    public bool AreWaiting => _waiting.Count > 0;

    public void Add(IActorRef asker) => _waiting.Add(asker);

    /// <summary>A write begins, which serves all that wait now; later ones wait for the next.</summary>
    public void Begin()
    {
        _served.AddRange(_waiting);
        _waiting.Clear();
    }

    /// <summary>Answers those that the write served.</summary>
    public void End()
    {
        foreach (var asker in _served) asker.Tell(WriteDone.Instance);
        _served.Clear();
    }

    /// <summary>Answers all, since there is nothing to write.</summary>
    public void AnswerAll()
    {
        Begin();
        End();
    }
}
