using Akka.Actor;
using PanelActors.Hosting.Listening;

namespace PanelActors.Hosting.Systemd;

/// <summary>Whether the daemon works: its actors answer, and its web server accepts.</summary>
internal sealed class SignOfLife(Func<ActorSystem?> system, AcceptLoops loops)
{
    private IActorRef? _asked;

    /// <summary>False where no answer comes within <paramref name="timeout"/>.</summary>
    public async Task<bool> AskAsync(TimeSpan timeout)
    {
        if (system() is not { } actors || actors.WhenTerminated.IsCompleted || !loops.AreAlive(timeout)) return false;
        try
        {
            // Its dispatcher is that of all actors: while those are stuck, so is it.
            _asked ??= actors.ActorOf(Props.Create(static () => new LifeActor()), "life");
            await _asked.Ask<ActorIdentity>(new Identify(null), timeout);
            return true;
        }
        catch (Exception late) when (late is AskTimeoutException or OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }

    private sealed class LifeActor : ReceiveActor;
}
