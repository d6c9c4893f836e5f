using Akka.Actor;
using PanelActors.Sources;
using PanelActors.Sources.Http;

namespace PanelActors.Hosting;

/// <summary>What runs behind a store.</summary>
/// <param name="Actor">The parent of its actors.</param>
/// <param name="Client">Its HTTP client, to be disposed of after the actors; null where it has none.</param>
/// <param name="Keeper">Who keeps its state; null where nobody does.</param>
internal sealed record RunningStore(IActorRef Actor, UpstreamClient? Client, IActorRef? Keeper) : IDisposable
{
    // A source begins within six seconds, whatever happens.
    private static readonly TimeSpan LongestBegin = TimeSpan.FromSeconds(10);

    /// <summary>How long actors are waited for that are to stop.</summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(2);

    /// <summary>Done when the store shows what was kept of it.</summary>
    public Task BegunAsync() => Keeper is null ? Task.CompletedTask : Actor.Ask<ActorIdentity>(AwaitBegin.Instance, LongestBegin);

    /// <summary>Stops it. False where its actors did not end in time.</summary>
    public async Task<bool> StopAsync()
    {
        try
        {
            return await Actor.GracefulStop(LongestStop);
        }
        catch (TaskCanceledException)
        {
            return false;
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose() => Client?.Dispose();
}
