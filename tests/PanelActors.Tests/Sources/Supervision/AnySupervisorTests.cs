using CsCheck;
using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;

namespace PanelActors.Tests.Sources.Supervision;

/// <summary>What holds for a supervisor whatever happens to it.</summary>
public sealed class AnySupervisorTests
{
    private static readonly Gen<Func<int, SupervisorInput>> Inputs = Gen.OneOf(
        Gen.Const<Func<int, SupervisorInput>>(static attempt => new ConnectionOpened(attempt)),
        Gen.OneOf(ConnectionEnds.Closed, ConnectionEnds.Rejected(404), ConnectionEnds.NoContent, ConnectionEnds.Loop)
            .Select<ConnectionEnd, Func<int, SupervisorInput>>(static end => attempt => new ConnectionEnded(attempt, end)),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Long[0, 3]).Select(Batch),
        Gen.Const<Func<int, SupervisorInput>>(static _ => new RequestResync("any")),
        Gen.Const<Func<int, SupervisorInput>>(static _ => StartSource.Instance),
        Gen.Const<Func<int, SupervisorInput>>(static _ => new BaselineFetched(null, ResyncOutcomes.Refused, "no")),
        Gen.OneOf(SupervisorTimers.Connect, SupervisorTimers.Ask, SupervisorTimers.Baseline, SupervisorTimers.Resume)
            .Select<SupervisorTimers, Func<int, SupervisorInput>>(static timer => _ => new TimerFired(timer)));

    private static Func<int, SupervisorInput> Batch(bool needs, bool mayBeBacklog, bool isFutile, long fulls) => attempt =>
        Supervised.Batch(attempt) with
        {
            NeedsBaseline = needs,
            MayBeBacklog = mayBeBacklog,
            ResyncIsFutile = isFutile,
            FullCount = fulls,
            DiffsDropped = 1,
        };

    [Fact]
    public void Connections_and_timers_are_started_and_stopped_once() => Gen.Select(
        Gen.OneOf(ResyncMode.Reconnect, ResyncMode.Http, ResyncMode.None),
        Gen.Select(Inputs, Gen.Int[0, 2], Gen.Double[0, 40]).Array[0, 60]).Sample((mode, inputs) =>
        {
            var state = Supervised.Begin(mode).State;
            var (alive, timers, last, now) = (new HashSet<int> { 1 }, new HashSet<SupervisorTimers>(), 1, TimeSpan.Zero);
            foreach (var (make, before, seconds) in inputs)
            {
                now += TimeSpan.FromSeconds(seconds);
                var input = make(Math.Max(1, last - before));
                if (input is TimerFired fired) timers.Remove(fired.Timer);
                var step = state.Apply(input, new Moment(now, Supervised.Start + now, 0.5));
                foreach (var effect in step.Effects) Carry(effect);
                state = step.State;
                alive.Count.ShouldBe((state.Connections.IsAlive ? 1 : 0) + (state.Connections.Replacement is null ? 0 : 1));
                timers.Aggregate(SupervisorTimers.None, static (all, timer) => all | timer).ShouldBe(state.Timers);
            }

            void Carry(SupervisorEffect effect)
            {
                switch (effect)
                {
                    case SupervisorEffect.StartConnection start:
                        start.Plan.Attempt.ShouldBe(++last);
                        alive.Add(last);
                        alive.Count.ShouldBeLessThanOrEqualTo(2);
                        break;
                    case SupervisorEffect.StopConnection stop: alive.Remove(stop.Attempt).ShouldBeTrue(); break;
                    case SupervisorEffect.StartTimer start:
                        start.Wait.ShouldBeGreaterThan(TimeSpan.Zero);
                        timers.Add(start.Timer);
                        break;
                    case SupervisorEffect.CancelTimer cancel: timers.Remove(cancel.Timer).ShouldBeTrue(); break;
                }
            }
        });
}
