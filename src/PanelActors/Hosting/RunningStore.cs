using Akka.Actor;
using PanelActors.Upstream;

namespace PanelActors.Hosting;

/// <summary>What runs behind a store.</summary>
/// <param name="Actor">The parent of its actors.</param>
/// <param name="Client">Its HTTP client, to be disposed of after the actors; null where it has none.</param>
internal sealed record RunningStore(IActorRef Actor, UpstreamClient? Client) : IDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(2);

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
