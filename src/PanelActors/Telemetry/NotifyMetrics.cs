using System.Collections.Concurrent;

namespace PanelActors.Telemetry;

/// <summary>Counters of notifications, by receiver. Safe to use from any thread.</summary>
internal sealed class NotifyMetrics
{
    /// <summary>Outcome: the receiver took it.</summary>
    public const string Sent = "sent";

    /// <summary>Outcome: an attempt failed, and is made again.</summary>
    public const string Failed = "failed";

    /// <summary>Outcome: the receiver does not want it, and it is given up.</summary>
    public const string Rejected = "rejected";

    /// <summary>Outcome: more waited than is kept.</summary>
    public const string Dropped = "dropped";

    /// <summary>Outcomes of attempts and notifications.</summary>
    public LabelledCounter Outcomes { get; } = new("name", "outcome");

    /// <summary>How many notifications wait for each receiver.</summary>
    public ConcurrentDictionary<string, long> Queues { get; } = new();

    /// <summary>Shows the counters of a receiver from zero on.</summary>
    public void Introduce(string name)
    {
        Queues.TryAdd(name, 0);
        foreach (var outcome in (string[])[Sent, Failed, Rejected, Dropped]) Outcomes.Add(name, outcome, amount: 0);
    }
}
