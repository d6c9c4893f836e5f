using PanelActors.State;

namespace PanelActors.Tests.State;

public class StateTrailTests
{
    private const int MaxStates = 12;
    private const int MaxBytes = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void It_is_a_bounded_list_of_what_was_added(int seed) => IsBoundedList(seed);

    // Not a case of the theory: a test has the same name in every run.
    [Fact]
    public void It_is_a_bounded_list_of_anything_that_was_added() => IsBoundedList(Random.Shared.Next(1000, int.MaxValue));

    [Fact]
    public void What_was_seen_is_not_taken_again()
    {
        var trail = new StateTrail(TrailBounds.Default);
        for (var version = 1; version <= 3; version++) trail.Add(Snapshot(version), [], 0);
        var (seen, states) = (2L, new List<PanelState>());
        trail.Take(ref seen, states).ShouldBeTrue();
        (seen, states.Single().UiGeneration).ShouldBe((3, 3));
    }

    [Fact]
    public void A_gap_before_the_first_is_noticed()
    {
        var trail = new StateTrail(TrailBounds.Default);
        trail.Add(Snapshot(2), [], 0);
        var seen = 0L;
        trail.Take(ref seen, []).ShouldBeFalse();
        seen.ShouldBe(2);
        trail.Take(ref seen, []).ShouldBeTrue();
    }

    [Fact]
    public void More_steps_to_the_first_than_the_bounds_allow_are_missed()
    {
        var trail = new StateTrail(new TrailBounds(MaxStates: 2));
        trail.Add(Snapshot(1), [PanelState.Initial, PanelState.Initial], 0);
        var (seen, states) = (0L, new List<PanelState>());
        trail.Take(ref seen, states).ShouldBeFalse();
        states.Count.ShouldBe(1);
    }

    [Fact]
    public void One_that_has_ended_takes_nothing_in()
    {
        var trail = new StateTrail(TrailBounds.Default);
        trail.Add(Snapshot(1), [], 0).ShouldBeTrue();
        trail.End();
        trail.Add(Snapshot(2), [], 0).ShouldBeFalse();
        trail.Add(Snapshot(3), [], 0).ShouldBeFalse();
    }

    // The model is a list that is emptied down to the newest state where it would exceed the bounds.
    private static void IsBoundedList(int seed)
    {
        var random = new Random(seed);
        var trail = new StateTrail(new TrailBounds(MaxStates, MaxBytes));
        var (waiting, count, bytes, isCut) = (new List<PanelState>(), 0, 0L, false);
        var (version, seen) = (0L, 0L);
        for (var round = 0; round < 2000; round++)
        {
            if (random.Next(3) == 0)
            {
                var states = new List<PanelState>();
                trail.Take(ref seen, states).ShouldBe(!isCut, $"seed {seed}");
                states.ShouldBe(waiting, $"seed {seed}");
                seen.ShouldBe(version);
                (waiting, count, bytes, isCut) = ([], 0, 0, false);
                continue;
            }

            List<PanelState> way =
                [.. Enumerable.Range(round * 10, random.Next(1, 5)).Select(static n => PanelState.Initial with { UiGeneration = n })];
            // With and without the snapshot's own state at its end.
            var steps = random.Next(2) == 0 ? way : way[..^1];
            var size = random.Next(4) == 0 ? random.Next(60) : 0;
            trail.Add(new StoreSnapshot(way[^1], ++version), steps, size).ShouldBe(waiting.Count == 0, $"seed {seed}");
            (count, bytes) = (count + steps.Count + 1, bytes + size);
            if (count > MaxStates || bytes > MaxBytes) (waiting, count, bytes, isCut) = ([way[^1]], 1, 0, true);
            else waiting.AddRange(way);
        }
    }

    private static StoreSnapshot Snapshot(long version) => new(PanelState.Initial with { UiGeneration = version }, version);
}
