namespace PanelActors.Relay;

/// <summary>The clients of one store's relay, and since when there is none.</summary>
internal sealed class RelayAudience(TimeProvider time)
{
    /// <summary>How long the log is kept for clients that may come back, after the last one has gone.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMinutes(2);

    private readonly HashSet<RelayClient> _clients = [];
    private long _idleSince;

    /// <summary>Whether the last client has been gone for so long that none is expected back.</summary>
    public bool IsGone => _clients.Count == 0 && time.GetElapsedTime(_idleSince) >= Linger;

    public void Add(RelayClient client) => _clients.Add(client);

    public void Remove(RelayClient client)
    {
        if (_clients.Remove(client) && _clients.Count == 0) _idleSince = time.GetTimestamp();
    }

    public void AbortStalled()
    {
        foreach (var client in _clients) client.AbortIfStalled();
    }
}
