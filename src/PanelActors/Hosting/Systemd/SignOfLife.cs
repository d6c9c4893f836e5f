using Akka.Actor;
using PanelActors.Hosting.Listening;

namespace PanelActors.Hosting.Systemd;

/// <summary>Whether the daemon does what it is there for: its actors answer, and its web server accepts.</summary>
internal sealed class SignOfLife(Func<ActorSystem?> system, AcceptLoops loops)
{
    private IActorRef? _asked;

    /// <summary>Asks. False where no answer came within <paramref name="longest"/>.</summary>
    public async Task<bool> AskAsync(TimeSpan longest)
    {
        if (system() is not { } actors || actors.WhenTerminated.IsCompleted || !loops.AreAlive(longest)) return false;
        try
        {
            // It runs where all actors do: while those are stuck, so is it.
            _asked ??= actors.ActorOf(Props.Create(static () => new LifeActor()), "life");
            await _asked.Ask<ActorIdentity>(new Identify(null), longest);
            return true;
        }
        catch (Exception late) when (late is AskTimeoutException or OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }

    private sealed class LifeActor : ReceiveActor;
}
