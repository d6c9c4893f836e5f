using System.Collections.Concurrent;
using System.Collections.Immutable;
using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tree;

namespace PanelActors.Tests.Relay;

/// <summary>
/// A store that changes at random, one batch at a time, and remembers what it held at every step. Its status counts the
/// steps under <c>n</c>.
/// </summary>
internal sealed class Market(StoreBoard board, Random random)
{
    private readonly ConcurrentDictionary<long, PanelObject> _history = new();
    private readonly ConcurrentDictionary<long, ImmutableArray<DateTimeOffset>> _times = new();
    private long _n;
    private long _generation;
    private long _latestTicks;

    public StateLimits Limits { get; } = new(FollowupAlerts: 8);

    public PanelState State { get; private set; } = PanelState.Initial;

    /// <summary>Unix seconds of the newest data it ever had.</summary>
    public double LatestDataTime => new DateTimeOffset(Interlocked.Read(ref _latestTicks), TimeSpan.Zero).ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>The status at a step.</summary>
    public PanelObject At(long n) => _history[n];

    /// <summary>Whether its data at a step was of about this time: alerts that came at the same step have times of their own.</summary>
    public bool WasOf(long n, DateTimeOffset time, TimeSpan tolerance) => _times[n].Any(known => (known - time).Duration() < tolerance);

    /// <summary>Applies so many events and shows what they made.</summary>
    public void Batch(int events)
    {
        var steps = new List<PanelState>();
        for (var i = 0; i < events; i++)
        {
            var text = State.Status is null ? Full() : Event();
            // Some of it was old already when the feed sent it.
            var age = random.Next(4) == 0 ? 1000 : 0;
            var now = DateTimeOffset.UtcNow;
            var transition = State.Apply(Feed.Decode($"{text[..^1]},\"age_seconds\":{age}}}"), now, Limits);
            if (transition.Outcome.Kind != OutcomeKind.Applied) continue;
            State = transition.State;
            steps.Add(State);
            var time = State.LastEvent!.Value;
            if (time.UtcTicks > _latestTicks) Interlocked.Exchange(ref _latestTicks, time.UtcTicks);
            _history.TryAdd(_n, State.Status!);
            _times.AddOrUpdate(_n, [time], (_, times) => times.Add(time));
        }

        board.Publish(State, steps: steps);
    }

    private string Event() => random.Next(20) switch
    {
        0 => Full(),
        1 => Feed.Envelope("severity_counts", $$$"""{"counts":{"info":{{{random.Next(9)}}},"warn":{{{random.Next(9)}}},"critical":0}}"""),
        2 => Feed.Envelope(
            "severity_state", $$"""{"alert_type":"t{{random.Next(5)}}","active":"warn","reasons":["r{{random.Next(9)}}"]}"""),
        3 => Feed.Envelope(
            "followup_alert", $$"""{"alert":{"type":"t","index":"i{{random.Next(99)}}"},"ts":{{1_690_000_000 + random.Next(1000)}}}"""),
        // RFC 7396 cannot say this one.
        4 => Diff(Structured("{}", "", $"\"p{random.Next(6)}\":{{\"new\":{{\"x\":null,\"y\":{random.Next(99)}}}}}")),
        5 => Diff(Structured($"{{\"q{random.Next(6)}\":[{random.Next(99)}]}}", $"\"q{random.Next(6)}\"", null)),
        _ => Diff($$$"""{"n":{{{++_n}}},"p{{{random.Next(6)}}}":{"k{{{random.Next(4)}}}":"{{{new string('v', random.Next(300))}}}"}}"""),
    };

    private string Structured(string added, string removed, string? changed) =>
        $"{{\"added\":{added},\"removed\":[{removed}],\"changed\":{{\"n\":{{\"new\":{++_n}}}{(changed is null ? "" : $",{changed}")}}}}}";

    private string Diff(string diff) => Feed.Envelope("panel_diff", $"{{\"diff\":{diff}}}", $",\"generation\":{_generation}");

    private string Full()
    {
        _generation++;
        // Sometimes much the same as before, sometimes another world.
        var panels = random.Next(2) == 0 && State.Status is { } status
            ? status.With(status.Members
                .Set(PanelKey.Of("n"), PanelLeaf.Of(++_n))
                .Set(PanelKey.Of("p1"), PanelLeaf.Of(random.Next(9)))).ToString()
            : $$"""
                {"n":{{++_n}},"p0":{"k0":{{random.Next(9)}},"z":null},"p1":[{"a":null}],"big":"{{new string('b', random.Next(6000))}}"}
                """;
        return Feed.Envelope("panel_full", $"{{\"status\":{panels}}}", $",\"generation\":{_generation}");
    }
}
