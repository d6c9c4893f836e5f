using PanelActors.Configuration;

namespace PanelActors.Http.Access;

/// <summary>
/// What one client may take of requests and event streams (specification 8.13), by the configuration in force. A bound that is lowered
/// refuses what comes new and ends nothing. For any thread.
/// </summary>
internal sealed class ClientLimits : IReconfigurable, IDisposable
{
    private readonly ClientCounts _subscribers = new();
    private volatile ClientLimitsOptions _options;
    private volatile ClientRates _requests;
    private volatile ClientRates _joins;
    private int _compressed;

    public ClientLimits(PanelActorsOptions options)
    {
        _options = options.ClientLimits;
        (_requests, _joins) = (new ClientRates(_options.RequestsPerSecond), new ClientRates(_options.JoinsPerSecond));
    }

    /// <summary>Whether a client may make a request now.</summary>
    public bool TryRequest(HttpContext context) =>
        _options.RequestsPerSecond is null || _requests.TryAcquire(ClientAddress.Of(context));

    /// <summary>Whether a client may begin an event stream now.</summary>
    public bool TryJoin(HttpContext context) => _options.JoinsPerSecond is null || _joins.TryAcquire(ClientAddress.Of(context));

    /// <summary>Takes one of the client's places for event streams.</summary>
    /// <returns>Gives it back; null where all are taken.</returns>
    public IDisposable? TrySubscribe(HttpContext context) =>
        _subscribers.TryEnter(ClientAddress.Of(context), _options.SubscribersPerClient ?? int.MaxValue);

    /// <summary>Takes one of the places for compressed event streams; false where all are taken.</summary>
    public bool TryCompress()
    {
        if (Interlocked.Increment(ref _compressed) <= _options.CompressedSubscribers) return true;
        EndCompressed();
        return false;
    }

    /// <summary>Gives such a place back.</summary>
    public void EndCompressed() => Interlocked.Decrement(ref _compressed);

    /// <inheritdoc/>
    public Action? Prepare(PanelActorsOptions next, FaultList faults) =>
        next.ClientLimits == _options ? null : () => Use(next.ClientLimits);

    public void Dispose()
    {
        _requests.Dispose();
        _joins.Dispose();
    }

    // The limiters that are replaced may be in use for a moment longer; they hold no more than memory.
    private void Use(ClientLimitsOptions options)
    {
        if (!_requests.IsAs(options.RequestsPerSecond)) _requests = new ClientRates(options.RequestsPerSecond);
        if (!_joins.IsAs(options.JoinsPerSecond)) _joins = new ClientRates(options.JoinsPerSecond);
        _options = options;
    }
}
