using System.Text;

namespace PanelActors.Benchmarks.Workloads;

/// <summary>A seeded stream of events: a baseline of 60 panels with 20 rows each, then events of its kind.</summary>
public sealed class Workload
{
    private Workload(WorkloadKind kind, int seed, IReadOnlyList<byte[]> payloads, byte[] stream) =>
        (Kind, Seed, Payloads, Stream) = (kind, seed, payloads, stream);

    public WorkloadKind Kind { get; }

    public int Seed { get; }

    /// <summary>The JSON of every event, the baseline first.</summary>
    public IReadOnlyList<byte[]> Payloads { get; }

    /// <summary>The whole event stream.</summary>
    public byte[] Stream { get; }

    /// <summary>Mean size of an event's JSON in bytes, the first baseline apart.</summary>
    public double MeanBytes => Payloads.Skip(1).Average(static payload => payload.Length);

    /// <summary>Events of each kind that make up a stream of about 26 MB.</summary>
    public static int UsualEvents(WorkloadKind kind) => kind switch
    {
        WorkloadKind.Small => 250_000,
        WorkloadKind.Large => 400,
        WorkloadKind.Full => 3_000,
        _ => 100_000,
    };

    /// <summary>Creates the baseline and <paramref name="events"/> events.</summary>
    public static Workload Create(WorkloadKind kind, int events, int seed)
    {
        var feed = new FeedText(seed);
        var payloads = new List<byte[]>(events + 1);
        using var stream = new MemoryStream();
        Add(feed.Baseline());
        for (var id = 1; id <= events; id++) Add(feed.Next(kind, id));
        return new Workload(kind, seed, payloads, stream.ToArray());

        void Add((string Type, string Json) next)
        {
            var json = Encoding.UTF8.GetBytes(next.Json);
            payloads.Add(json);
            stream.Write(Encoding.ASCII.GetBytes($"id: {payloads.Count}\nevent: {next.Type}\ndata: "));
            stream.Write(json);
            stream.Write("\n\n"u8);
        }
    }

    /// <summary>The stream as network reads of <paramref name="size"/> bytes would deliver it.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> ReadsOf(int size)
    {
        var reads = new List<ReadOnlyMemory<byte>>();
        for (var start = 0; start < Stream.Length; start += size)
            reads.Add(Stream.AsSpan(start, Math.Min(size, Stream.Length - start)).ToArray());
        return reads;
    }

    public override string ToString() =>
        $"{Payloads.Count - 1:N0} events of {MeanBytes:0} bytes on average (workload {Kind.ToString().ToLowerInvariant()}, seed {Seed}) "
        + $"after a baseline of {FeedText.Panels} panels with {FeedText.Rows} rows";
}
