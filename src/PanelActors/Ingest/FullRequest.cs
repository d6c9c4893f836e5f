using PanelActors.Configuration;

namespace PanelActors.Ingest;

/// <summary>One source's request for a baseline: at most one is under way, and not too soon after the one before.</summary>
public sealed class FullRequest(ResyncOptions options, TimeProvider time)
{
    /// <summary>A baseline came.</summary>
    public const string Fulfilled = "fulfilled";

    /// <summary>None came in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The source cannot be asked.</summary>
    public const string Refused = "refused";

    private long? _lastBegun;
    private long _fullCount;

    /// <summary>Whether a request waits for its baseline.</summary>
    public bool IsPending { get; private set; }

    /// <summary>How long the next request has to wait; not positive where it may go out at once.</summary>
    public TimeSpan CooldownLeft => _lastBegun is { } begun ? options.Cooldown - time.GetElapsedTime(begun) : TimeSpan.Zero;

    /// <summary>Notes that the source is asked. False where it has been already, and has not answered yet.</summary>
    public bool Begin()
    {
        _lastBegun = time.GetTimestamp();
        var first = !IsPending;
        IsPending = true;
        return first;
    }

    /// <summary>Notes how many baselines the state has taken; <see cref="Fulfilled"/> if that answers the request.</summary>
    public string? Seen(long fullCount)
    {
        var grew = fullCount > _fullCount;
        _fullCount = fullCount;
        if (!grew || !IsPending) return null;
        IsPending = false;
        return Fulfilled;
    }

    /// <summary>Gives the request up; <see cref="Timeout"/> if there was one.</summary>
    public string? TimedOut()
    {
        if (!IsPending) return null;
        IsPending = false;
        return Timeout;
    }
}
