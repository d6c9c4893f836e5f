using PanelActors.Protocol.Encode;
using PanelActors.Relay;

namespace PanelActors.Tests.Relay;

/// <summary>What is next for a client, by where it is.</summary>
public class ClientPositionTests
{
    private const long MaxBehind = 1000;

    [Theory]
    [InlineData(5, 500, 5, 500, false, nameof(ClientStep.Wait))]
    [InlineData(5, 500, 5, 500, true, nameof(ClientStep.End))]
    [InlineData(5, 500, 6, 600, false, nameof(ClientStep.Write))]
    [InlineData(5, 500, 6, 600, true, nameof(ClientStep.Write))]
    [InlineData(5, 500, 9, 1500, false, nameof(ClientStep.Write))]
    [InlineData(5, 500, 9, 1501, false, nameof(ClientStep.Conflate))]
    [InlineData(5, 500, 9, 1501, true, nameof(ClientStep.Conflate))]
    public void The_next_step_goes_by_what_waits(long next, long before, long end, long bytes, bool isFinal, string step) =>
        new ClientPosition(next, before, MaxBehind).StepIn(new LogExtent(end, bytes, isFinal)).ShouldBe(Enum.Parse<ClientStep>(step));

    [Fact]
    public void One_that_resumes_may_be_further_behind_until_it_has_caught_up()
    {
        var position = ClientPosition.Begin(new RelayBaseline([], 0, 0), new LogExtent(100, 5000, false), MaxBehind);
        position.StepIn(new LogExtent(110, 6000, false)).ShouldBe(ClientStep.Write);
        position.StepIn(new LogExtent(111, 6001, false)).ShouldBe(ClientStep.Conflate);

        position = (position with { Next = 99, BytesBefore = 4999 }).Bounded(new LogExtent(110, 6000, false), MaxBehind);
        position.MaxBehind.ShouldBe(6000, "it is one byte further behind than a client may be");
        position = position.Past(5000).Bounded(new LogExtent(110, 6000, false), MaxBehind);
        position.MaxBehind.ShouldBe(MaxBehind);
        position.StepIn(new LogExtent(111, 6001, false)).ShouldBe(ClientStep.Conflate);
    }

    [Fact]
    public void After_a_baseline_in_place_of_its_backlog_the_usual_bound_applies_at_once() =>
        ClientPosition.After(new RelayBaseline([], 7, 700), MaxBehind).ShouldBe(new ClientPosition(7, 700, MaxBehind));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_client_gets_every_event_once_or_a_baseline_in_its_place(int seed) => GetsEveryEventOnceOrBaseline(seed);

    // Not a case of the theory: a test has the same name in every run.
    [Fact]
    public void A_client_does_so_in_any_order() => GetsEveryEventOnceOrBaseline(Random.Shared.Next(1000, int.MaxValue));

    // In whatever order the writer and the client act: every event is read once or conflated away, the client is never further behind than
    // its bound when it writes, and it ends exactly at the end.
    private static void GetsEveryEventOnceOrBaseline(int seed)
    {
        var random = new Random(seed);
        var log = new RelayLog(maxEvents: 40, maxBytes: 5000, startId: 0);
        var (id, read, conflated) = (0L, new List<long>(), 0);
        for (var i = random.Next(30); i > 0; i--) Append();
        log.Show();
        var first = log.FirstAfter(random.Next((int)id + 1))?.Position ?? log.End;
        var position = ClientPosition.Begin(new RelayBaseline([], first, log.BytesBefore(first)), log.Extent, MaxBehind);
        var hasCaughtUp = false;
        for (var round = 0; ; round++)
        {
            if (round < 2000 && random.Next(3) == 0)
            {
                for (var i = random.Next(6); i > 0; i--) Append();
                log.Show();
            }
            else if (round == 2000)
            {
                log.Complete();
            }

            var extent = log.Extent;
            position = position.Bounded(extent, MaxBehind);
            hasCaughtUp |= position.Behind(extent) <= MaxBehind;
            if (hasCaughtUp) position.MaxBehind.ShouldBe(MaxBehind);
            var step = position.StepIn(extent);
            if (step == ClientStep.End) break;
            if (step == ClientStep.Write && log.Read(position.Next, out var bytes) is { } encoded)
            {
                (extent.Bytes - position.BytesBefore).ShouldBeLessThanOrEqualTo(position.MaxBehind, $"seed {seed}");
                position = position.Past(bytes);
                if (read.Count > 0) encoded.Id.ShouldBe(read[^1] + 1, $"seed {seed}");
                read.Add(encoded.Id);
                continue;
            }

            if (step == ClientStep.Wait) continue;
            // It is too far behind, or the log has dropped the event.
            position = ClientPosition.After(new RelayBaseline([], log.End, log.EndBytes), MaxBehind);
            (hasCaughtUp, conflated) = (true, conflated + 1);
            if (id > 0) read.Add(log.LastId);
        }

        (position.Next, position.BytesBefore).ShouldBe((log.End, log.EndBytes), $"seed {seed}");
        if (read.Count > 0) read[^1].ShouldBe(id, $"seed {seed}");
        read.Count.ShouldBeGreaterThan(conflated, $"seed {seed}: it reads at times");

        void Append() => log.Append(EncodedEvent.Of(
            new EventPayload(EventKinds.PanelDiff, new byte[random.Next(400)]), ++id, 1, DateTimeOffset.UnixEpoch, DataAge.None));
    }
}
