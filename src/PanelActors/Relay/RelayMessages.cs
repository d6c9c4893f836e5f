using PanelActors.Stores;

namespace PanelActors.Relay;

/// <summary>A client comes. Answered with a <see cref="RelayWelcome"/>, or a failure where the relay has ended.</summary>
internal sealed record JoinRelay(RelayClient Client, RelayRequest Request);

/// <summary>A client is gone, whether it had got its welcome or not.</summary>
internal sealed record LeaveRelay(RelayClient Client);

/// <summary>A client at a position of <paramref name="Log"/> has fallen behind. Answered with a <see cref="RelayBaseline"/>.</summary>
internal sealed record ConflateRelay(RelayLog Log, long Position);

/// <summary>The store's freshness is judged otherwise from now on.</summary>
internal sealed record RetuneRelay(Store Store);

/// <summary>No more events come: clients are sent a good-bye and let go. Answered with a <see cref="RelayEnded"/>.</summary>
internal sealed record EndRelay(string Reason);

/// <summary>The good-bye is in the log.</summary>
internal sealed record RelayEnded
{
    public static readonly RelayEnded Instance = new();
}
