using PanelActors.Stores;


namespace PanelActors.Relay;

/// <summary>A client comes. Answered with a <see cref="RelayWelcome"/>, or a failure where the relay has ended.</summary>
internal sealed record JoinRelay(RelayClient Client, RelayRequest Request);

/// <summary>A client is gone, whether it had got its welcome or not.</summary>
internal sealed record LeaveRelay(RelayClient Client);

/// <summary>A client at <paramref name="Place"/> of <paramref name="Log"/> has fallen behind. Answered with a <see cref="RelayBaseline"/>.</summary>
internal sealed record ConflateRelay(RelayLog Log, long Place);

/// <summary>The store is judged otherwise from now on.</summary>
internal sealed record RetuneRelay(Store Store);

/// <summary>No more events come: clients are told so and let go. Answered with a <see cref="RelayEnded"/>.</summary>
internal sealed record EndRelay(string Reason);

/// <summary>The good-bye is in the log.</summary>
internal sealed record RelayEnded
{
    /// <summary>The one there is.</summary>
    public static readonly RelayEnded Instance = new();
}
