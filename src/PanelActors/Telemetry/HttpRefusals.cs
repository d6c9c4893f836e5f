using System.Diagnostics.Metrics;

namespace PanelActors.Telemetry;

/// <summary>What the web server refused, by why: a closed set, each counted from zero on. For any thread.</summary>
internal sealed class HttpRefusals
{
    /// <summary>A connection beyond the bound on all of them.</summary>
    public const string Connections = "connections";

    /// <summary>A request for a host that is none of this daemon's.</summary>
    public const string Host = "host";

    /// <summary>A call that changes something, on behalf of another site.</summary>
    public const string Origin = "origin";

    /// <summary>A request that is no good HTTP, or whose body is too large or too slow.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>A call that came too soon after the one before.</summary>
    public const string Cooldown = "cooldown";

    /// <summary>An answer that its reader did not take in time.</summary>
    public const string SlowReader = "slow_reader";

    private readonly LabelledCounter _counter = new("reason");

    /// <summary>Nothing refused yet.</summary>
    public HttpRefusals()
    {
        foreach (var reason in Reasons) _counter.Add(reason, amount: 0);
    }

    /// <summary>All reasons.</summary>
    public static IReadOnlyList<string> Reasons { get; } = [Connections, Host, Origin, BadRequest, Cooldown, SlowReader];

    /// <summary>How often <paramref name="reason"/> was one.</summary>
    public long this[string reason] => _counter[reason];

    /// <summary>Counts one.</summary>
    public void Add(string reason) => _counter.Add(reason);

    internal IEnumerable<Measurement<long>> Read() => _counter.Read();
}
