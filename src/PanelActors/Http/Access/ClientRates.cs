using System.Threading.RateLimiting;

namespace PanelActors.Http.Access;

/// <summary>
/// How often each client may do something: by token buckets, one for each of 65,536 parts that clients fall into by a hash that is drawn
/// anew in each process. So the number of buckets is bounded, whatever addresses there are. Two clients that fall into one part share
/// its bucket; that happens to one in 65,536, and no client can choose whose part it falls into. For any thread.
/// </summary>
internal sealed class ClientRates : IDisposable
{
    private const int Parts = 65_536;
    private const int BurstSeconds = 2;
    private const int MinBurst = 2;

    private readonly int? _perSecond;
    private readonly PartitionedRateLimiter<ClientAddress>? _limiter;

    /// <param name="perSecond">How often in a second; twice as often at once. Null for any number of times.</param>
    public ClientRates(int? perSecond)
    {
        _perSecond = perSecond;
        if (perSecond is not { } rate) return;
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(MinBurst, rate * BurstSeconds),
            TokensPerPeriod = rate,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = false,
        };
        _limiter = PartitionedRateLimiter.Create<ClientAddress, int>(
            client => RateLimitPartition.GetTokenBucketLimiter(client.GetHashCode() & (Parts - 1), _ => options));
    }

    /// <summary>Whether a client may do it now.</summary>
    public bool TryAcquire(ClientAddress client) => _limiter is null || _limiter.AttemptAcquire(client).IsAcquired;

    /// <summary>Whether both allow the same.</summary>
    public bool IsAs(int? perSecond) => _perSecond == perSecond;

    public void Dispose() => _limiter?.Dispose();
}
