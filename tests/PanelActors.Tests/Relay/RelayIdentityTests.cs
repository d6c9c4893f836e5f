using System.Globalization;
using CsCheck;
using PanelActors.Configuration;
using PanelActors.Protocol.Encode;
using PanelActors.Relay;
using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tree;

namespace PanelActors.Tests.Relay;

/// <summary>
/// A client resumes after its id only where it then comes to hold exactly what the store holds: whatever other log, daemon or run the id is
/// of, and whatever became of it on the way.
/// </summary>
public class RelayIdentityTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Strange =
        ["0", "00", "-1", "+1", "1", "9223372036854775807", "9223372036854775808", "1e3", "0x10", "", " ", "é", "1,1"];

    [Fact]
    public void A_log_takes_no_id_that_it_did_not_give() => Gen.Int.Sample(Check, iter: 150);

    private static void Check(int seed)
    {
        var random = new Random(seed);
        var ids = new RelayIds();
        // Two stores of one daemon, another daemon begun at the same moment, a previous run whose clock was ahead, one that kept nothing.
        var kept = new RelayIds();
        kept.GoOnAfter(ids.Extension(Start)!.Value);
        Log[] logs =
        [
            new(ids.Take(), Start), new(ids.Take(), Start), new(new RelayIds().Take(), Start), new(kept.Take(), Start.AddHours(-1)),
            new(new RelayIds().Take(), Start.AddHours(-1)),
        ];
        for (var i = 0; i < 60; i++) logs[random.Next(logs.Length)].Act(random);
        string[] texts = [.. logs.SelectMany(other => other.Known.Keys).SelectMany(Spellings), .. Strange];
        foreach (var log in logs)
        {
            foreach (var text in texts) log.ShouldResumeOnlyItsOwn(text);
            log.ShouldResumeItsLatest();
        }
    }

    private static IEnumerable<string> Spellings(long id)
    {
        var culture = CultureInfo.InvariantCulture;
        long[] others = [id, id + 1, id - 1, id + 4096, id - 4096, -id, id << 1, id & ~4095L];
        foreach (var other in others) yield return other.ToString(culture);
        // As a double rounds it.
        yield return ((long)(double)id).ToString(culture);
        foreach (var spelt in new[] { "0{0}", "+{0}", " {0}", "{0} ", "{0}.0", "{0}0" }) yield return string.Format(culture, spelt, id);
    }

    /// <summary>A log, and what a client holds that has had everything up to an id; null where that is half of something.</summary>
    private sealed class Log
    {
        private readonly StateLimits _limits = new();
        private readonly RelayPublisher _publisher;
        private DateTimeOffset _now;
        private PanelState _store = PanelState.Initial;
        private PanelState _client = PanelState.Initial;
        private long _position;

        public Log(LogIds ids, DateTimeOffset now)
        {
            _now = now;
            _publisher = Relays.PublisherOf(_store, new RelayOptions { RingEvents = 20 }, ids, now);
        }

        public Dictionary<long, PanelState?> Known { get; } = [];

        public void Act(Random random)
        {
            _now = _now.AddMicroseconds(random.Next(1, 50));
            if (random.Next(4) == 0) Join();
            else if (random.Next(12) == 0) Welcome(_publisher.Conflated(_position, 0, _now));
            else Change(random);
        }

        public void ShouldResumeOnlyItsOwn(string text)
        {
            var welcome = _publisher.Welcome(RelayRequest.Read(null, null, text, null), _now);
            if (!Relays.DataOf(welcome.Hello, _now).Contains("\"resumed\":true", StringComparison.Ordinal))
            {
                Welcome(welcome.Baseline);
                return;
            }

            var client = Known[long.Parse(text, CultureInfo.InvariantCulture)].ShouldNotBeNull(text);
            var (log, position) = (_publisher.Log, welcome.Baseline.Position);
            while (position < log.End) client = After(client, log.Read(position++, out _)!);
            Held(client).ShouldBe(Held(_store), text);
        }

        public void ShouldResumeItsLatest()
        {
            if (_publisher.Log.LastId == _publisher.Log.StartId) return;
            var welcome = _publisher.Welcome(RelayRequest.Read(null, $"{_publisher.Log.LastId}", null, null), _now);
            Relays.DataOf(welcome.Hello, _now).ShouldContain("\"resumed\":true");
        }

        private void Join() => Welcome(_publisher.Welcome(RelayRequest.Read(null, null, null, null), _now).Baseline);

        private void Welcome(RelayBaseline baseline)
        {
            var client = PanelState.Initial;
            foreach (var (i, encoded) in baseline.Events.Index())
            {
                client = After(client, encoded);
                Known[encoded.Id] = i == baseline.Events.Count - 1 ? client : null;
            }
        }

        private void Change(Random random)
        {
            var data = random.Next(6) switch
            {
                0 => Feed.Envelope("panel_full", $$$"""{"status":{"a":{{{random.Next(9)}}},"b":{{{random.Next(9)}}}}}"""),
                1 => Feed.Envelope("severity_counts", $$$"""{"counts":{"warn":{{{random.Next(3)}}}}}"""),
                2 => Feed.Envelope("severity_state", $$"""{"alert_type":"t{{random.Next(3)}}","active":"{{random.Next(3)}}"}"""),
                3 => Feed.Envelope("panel_diff", """{"diff":{"added":{"p":null,"q":null},"removed":[],"changed":{}}}"""),
                _ => Feed.Envelope("panel_diff", $$$"""{"diff":{"a":{{{random.Next(9)}}}}}"""),
            };
            _store = _store.Apply(Feed.Decode(data), _now, _limits).State;
            _publisher.Advance(_store, _now);
            _publisher.Log.Show();
            for (; _position < _publisher.Log.End; _position++)
            {
                var encoded = _publisher.Log.Read(_position, out _)!;
                _client = After(_client, encoded);
                Known[encoded.Id] = _client;
            }
        }

        private PanelState After(PanelState client, EncodedEvent encoded) =>
            client.Apply(Feed.Decode(Relays.DataOf(encoded, _now)), _now, _limits).State;

        private static string Held(PanelState state) =>
            $"{(state.Status is { } status ? ContentHash.Of(status) : null)} {state.SeverityCounts} {ContentHash.Of(state.SeverityStates)}";
    }
}
