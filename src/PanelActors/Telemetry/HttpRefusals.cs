using System.Diagnostics.Metrics;

namespace PanelActors.Telemetry;

/// <summary>Refusals of the web server by reason, a closed set counted from zero on. Safe to use from any thread.</summary>
internal sealed class HttpRefusals
{
    /// <summary>A connection beyond <c>ClientLimits.Connections</c>.</summary>
    public const string Connections = "connections";

    /// <summary>A connection beyond <c>ClientLimits.ConnectionsPerAddress</c>.</summary>
    public const string ConnectionsPerAddress = "connections_per_address";

    /// <summary>A request beyond <c>ClientLimits.RequestsPerSecond</c>.</summary>
    public const string Requests = "requests";

    /// <summary>An event stream beyond <c>ClientLimits.SubscribersPerClient</c>.</summary>
    public const string Subscribers = "subscribers";

    /// <summary>An event stream beyond <c>ClientLimits.JoinsPerSecond</c>.</summary>
    public const string Joins = "joins";

    /// <summary>A request for a host that is not the daemon's.</summary>
    public const string Host = "host";

    /// <summary>A call from another site that changes something.</summary>
    public const string Origin = "origin";

    /// <summary>A request that is not valid HTTP, or whose body is too large or too slow.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>A call within the cool-down of the one before.</summary>
    public const string Cooldown = "cooldown";

    /// <summary>A response that the client did not read in time.</summary>
    public const string SlowReader = "slow_reader";

    private readonly LabelledCounter _counter = new("reason");

    public HttpRefusals()
    {
        foreach (var reason in Reasons) _counter.Add(reason, amount: 0);
    }

    public static IReadOnlyList<string> Reasons { get; } =
        [Connections, ConnectionsPerAddress, Requests, Subscribers, Joins, Host, Origin, BadRequest, Cooldown, SlowReader];

    public long this[string reason] => _counter[reason];

    public void Add(string reason) => _counter.Add(reason);

    internal IEnumerable<Measurement<long>> Read() => _counter.Read();
}
