using PanelActors.Configuration;


namespace PanelActors.Sources;

/// <summary>
/// When one source is asked for a baseline: at most one request is under way, and while requests do not help the next one
/// waits longer and longer.
/// </summary>
public sealed class FullRequest(ResyncOptions options, TimeProvider time, Func<double> random)
{
    /// <summary>A baseline came.</summary>
    public const string Fulfilled = "fulfilled";

    /// <summary>None came in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The source cannot be asked, or said no.</summary>
    public const string Refused = "refused";

    /// <summary>Reason: the feed was to go on after an event, and brought nothing.</summary>
    public const string ResumeSilent = "resume_silent";

    /// <summary>
    /// How long a need that may be nothing but a replayed backlog is left alone, and how soon after a baseline a feed that
    /// replays its backlog is expected to do so.
    /// </summary>
    public static readonly TimeSpan BacklogGrace = TimeSpan.FromSeconds(2);

    private long? _begunAt;
    private long? _wholeSince;
    private long? _baselineAt;
    private TimeSpan _wholeFor;
    private TimeSpan _cooldown;
    private TimeSpan _wait;
    private long _fullCount;

    /// <summary>Whether a request waits for its baseline.</summary>
    public bool IsPending { get; private set; }

    /// <summary>How long the next request has to wait; zero where it may go out at once.</summary>
    public TimeSpan CooldownLeft =>
        _begunAt is { } begun && _wait > time.GetElapsedTime(begun) ? _wait - time.GetElapsedTime(begun) : TimeSpan.Zero;

    /// <summary>Notes that the source is asked. False where it has been already, and has not answered yet.</summary>
    public bool Begin()
    {
        if (IsPending) return false;
        // What was whole for a good while was helped by the request before; what was not, was not.
        var helped = _begunAt is null || _wholeFor >= 2 * _cooldown;
        _cooldown = helped ? options.Cooldown : _cooldown * 2 < options.MaxCooldown ? _cooldown * 2 : options.MaxCooldown;
        _wait = _cooldown * (1 - (ReconnectPolicy.Jitter * random()));
        _wholeFor = TimeSpan.Zero;
        _begunAt = time.GetTimestamp();
        return IsPending = true;
    }

    /// <summary>Notes that a connection begins: what the one before brought tells nothing of its backlog.</summary>
    public void Connecting() => _baselineAt = null;

    /// <summary>Notes the state after a batch; <see cref="Fulfilled"/> if that answers the request.</summary>
    public string? Seen(long fullCount, bool needFull)
    {
        var grew = fullCount > _fullCount;
        _fullCount = fullCount;
        if (grew) _baselineAt = time.GetTimestamp();
        if (!needFull)
        {
            _wholeSince ??= time.GetTimestamp();
        }
        else if (_wholeSince is { } since)
        {
            _wholeFor = time.GetElapsedTime(since);
            _wholeSince = null;
        }

        return grew ? End(Fulfilled) : null;
    }

    /// <summary>Ends the request; <paramref name="outcome"/> if there was one.</summary>
    public string? End(string outcome)
    {
        if (!IsPending) return null;
        IsPending = false;
        return outcome;
    }

    /// <summary>
    /// How long to wait before asking for what a batch that left a need behind; null = not for this. A need that was
    /// raised by diffs of older generations alone is given time to be withdrawn, and is taken for granted right after a
    /// baseline: that is when a feed replays them, and asking again would only have it do so again.
    /// </summary>
    public TimeSpan? WaitFor(BatchApplied batch)
    {
        if (IsPending || !batch.NeedFull) return null;
        if (!batch.MayBeBacklog) return CooldownLeft;
        var replaying = _baselineAt is { } baseline && time.GetElapsedTime(baseline) < BacklogGrace;
        if (replaying || batch.DiffsDropped == 0) return null;
        return CooldownLeft > BacklogGrace ? CooldownLeft : BacklogGrace;
    }
}
