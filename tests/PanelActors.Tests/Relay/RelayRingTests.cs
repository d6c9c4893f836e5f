using PanelActors.Configuration;
using PanelActors.Relay;
using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;

namespace PanelActors.Tests.Relay;

/// <summary>Daemons that read each other, and that nothing keeps from it: what one sends comes back to it, and there it ends.</summary>
public class RelayRingTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2.5);

    private readonly Random _random = new(5);
    private DateTimeOffset _now = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_ring_sends_what_is_new_once_and_falls_silent(int size)
    {
        var ring = Ring(size);
        ring[0].Hear("""{"type":"panel_full","payload":{"status":{"a":1,"n":null}}}""", _now);
        ring[0].Hear("""{"type":"severity_state","payload":{"alert_type":"iv","active":"warn","counts":{"warn":2}}}""", _now);
        ring[0].Hear("""{"type":"followup_alert","payload":{"alert":{"type":"iv","severity":"warn","message":"m"}}}""", _now);
        Run(ring, TimeSpan.FromSeconds(1));
        ring.ShouldAllBe(node => node.State.Status != null && node.State.Followups.Length == 1 && node.State.SeverityCounts != null);
        var sent = ring.Sum(node => node.Sent);
        Run(ring, TimeSpan.FromSeconds(60));
        (ring.Sum(node => node.Sent) - sent).ShouldBe(0);
        // What goes round gets no younger by it.
        foreach (var node in ring) (_now - node.State.LastEvent!.Value).ShouldBeGreaterThan(TimeSpan.FromSeconds(60.5));

        ring[^1].Hear("""{"type":"panel_diff","payload":{"diff":{"a":2}}}""", _now);
        Run(ring, TimeSpan.FromSeconds(10));
        ring.ShouldAllBe(node => node.State.Status!.ToString().Contains("\"a\":2"));
        (ring.Sum(node => node.Sent) - sent).ShouldBeInRange(size, 2 * size);
    }

    [Fact]
    public void A_feed_that_repeats_itself_is_passed_on_now_and_then()
    {
        var ring = Ring(2);
        ring[0].Hear("""{"type":"panel_full","payload":{"status":{"a":1}}}""", _now);
        Run(ring, TimeSpan.FromSeconds(1));
        var sent = ring.Sum(node => node.Sent);
        for (var i = 0; i < 600; i++)
        {
            ring[0].Hear("""{"type":"panel_diff","payload":{"diff":{}}}""", _now);
            Run(ring, TimeSpan.FromMilliseconds(100));
            foreach (var node in ring) (_now - node.State.LastEvent!.Value).ShouldBeLessThan(TimeSpan.FromSeconds(6));
        }

        (ring.Sum(node => node.Sent) - sent).ShouldBeLessThan(2 * 60);
    }

    private Node[] Ring(int size) => [.. Enumerable.Range(0, size).Select(_ => new Node(_now))];

    // Each reads the one before it.
    private void Run(Node[] ring, TimeSpan time)
    {
        for (var end = _now + time; _now < end; _now += TimeSpan.FromMicroseconds(_random.Next(100, 5000)))
        {
            for (var i = 0; i < ring.Length; i++) ring[i].Read(ring[(i + 1) % ring.Length], _now);
        }
    }

    private sealed class Node(DateTimeOffset begun)
    {
        private readonly RelayPublisher _publisher =
            Relays.PublisherOf(PanelState.Initial, new RelayOptions(), new RelayIds().Take(), begun);

        private readonly StateLimits _limits = new();
        private long _position;

        public PanelState State { get; private set; } = PanelState.Initial;

        public long Sent => _publisher.Log.End;

        public void Hear(string data, DateTimeOffset now)
        {
            State = State.Apply(Feed.Decode(data), now, _limits).State;
            _publisher.Advance(State, now);
            Tick(now);
        }

        public void Read(Node other, DateTimeOffset now)
        {
            _publisher.IsRelayed = true;
            while (_position < other._publisher.Log.End) Hear(Relays.DataOf(other._publisher.Log.Read(_position++, out _)!, now), now);
            Tick(now);
        }

        private void Tick(DateTimeOffset now)
        {
            _publisher.Refresh(Interval, now);
            _publisher.Log.Show();
        }
    }
}
