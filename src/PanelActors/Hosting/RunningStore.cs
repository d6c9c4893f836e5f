using Akka.Actor;
using PanelActors.Sources;
using PanelActors.Sources.Http;

namespace PanelActors.Hosting;

/// <summary>What runs behind a store.</summary>
/// <param name="Actor">The parent of its actors.</param>
/// <param name="Client">Its HTTP client, to be disposed of after the actors; null for a composite.</param>
/// <param name="Persistence">The actor that saves its state; null where it is not saved.</param>
internal sealed record RunningStore(IActorRef Actor, UpstreamClient? Client, IActorRef? Persistence) : IDisposable
{
    // A source starts within six seconds, whatever happens.
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(10);

    /// <summary>How long actors may take to stop.</summary>
    public static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(2);

    /// <summary>Ends its recording, once nothing more comes; null where it is not recorded.</summary>
    public Action? EndRecording { get; init; }

    /// <summary>Done when the store shows the state that the previous run saved.</summary>
    public Task StartedAsync() => Persistence is null ? Task.CompletedTask : Actor.Ask<ActorIdentity>(AwaitBegin.Instance, MaxStart);

    /// <summary>Stops it. False where its actors did not end in time.</summary>
    public async Task<bool> StopAsync()
    {
        try
        {
            return await Actor.GracefulStop(MaxStop);
        }
        catch (TaskCanceledException)
        {
            return false;
        }
        finally
        {
            EndRecording?.Invoke();
            Dispose();
        }
    }

    public void Dispose() => Client?.Dispose();
}
