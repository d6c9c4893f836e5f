using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Tests.State;

/// <summary>Followers of a board that do not want every state, and followers that join while one is being shown.</summary>
public sealed class ChosenStatesTests
{
    private readonly StoreBoard _board = new("feed");
    private int _grown;

    [Theory]
    [InlineData("", "")]
    [InlineData("1", "")]
    [InlineData("2", "2")]
    [InlineData("1 3", "")]
    [InlineData("2 3", "2 3")]
    [InlineData("1 2 3", "2 3")]
    [InlineData("2 4 5 6", "2 4 6")]
    public void Of_the_states_of_a_snapshot_it_gets_those_that_it_wants_and_the_last_with_them(string shown, string taken)
    {
        using var follower = FollowEven();
        var numbers = Split(shown);
        if (numbers.Length > 0) _board.Publish(Numbered(numbers[^1]), steps: [.. numbers[..^1].Select(Numbered)]);
        // What the board shows in the end is never missing.
        Taken(follower).ShouldBe(taken.Length > 0 || numbers.Length == 0 ? Split(taken) : [numbers[^1]]);
        _grown.ShouldBe(taken.Length > 0 ? 1 : 0);
    }

    [Fact]
    public void It_is_asked_with_the_state_before()
    {
        var asked = new List<(long Before, long State)>();
        _board.Publish(Numbered(1));
        using var follower = _board.Follow(() => { }, isWanted: (before, state) =>
        {
            asked.Add((before.UiGeneration, state.UiGeneration));
            return false;
        });
        _board.Publish(Numbered(4), steps: [Numbered(2), Numbered(3)]);
        asked.ShouldBe([(1, 2), (2, 3), (3, 4)]);
    }

    [Fact]
    public void Baselines_on_the_way_do_not_cut_what_it_gets()
    {
        using var follower = _board.Follow(() => _grown++, new TrailBounds(MaxBaselineBytes: 10), static (_, _) => true);
        _board.Publish(Baseline(Numbered(1), 100));
        var states = new List<PanelState>();
        follower.Take(states).ShouldBeTrue();
        states.Count.ShouldBe(1);
    }

    [Fact]
    public void Baselines_among_the_steps_count_as_much_as_the_one_that_is_shown()
    {
        using var follower = _board.Follow(() => { }, new TrailBounds(MaxBaselineBytes: 100));
        var large = Baseline(Numbered(1), 200);
        _board.Publish(large with { UiGeneration = 2, FullCount = 2, Status = PanelObject.Empty }, steps: [large]);
        var states = new List<PanelState>();
        follower.Take(states).ShouldBeFalse();
        states.Select(state => state.UiGeneration).ShouldBe([2]);
    }

    [Fact]
    public void One_that_joins_while_a_snapshot_is_shown_gets_it_from_the_board()
    {
        BoardFollower? late = null;
        using var follower = _board.Follow(() => { }, isWanted: (_, _) =>
        {
            late ??= _board.Follow(() => { });
            return false;
        });
        _board.Publish(Numbered(1));
        using (late.ShouldNotBeNull())
        {
            late.Start.Version.ShouldBe(0);
            Taken(late).ShouldBe([1]);
            Taken(late).ShouldBeEmpty();
            _board.Publish(Numbered(2));
            Taken(late).ShouldBe([2]);
        }
    }

    [Fact]
    public void A_snapshot_without_baselines_has_none()
    {
        new StoreSnapshot(PanelState.Initial, 1).Baselines.ShouldBeEmpty();
        var baseline = new SeenBaseline(EventId.Of("7")!.Value, 1);
        new StoreSnapshot(PanelState.Initial, 1, baselines: [baseline]).Baselines.ShouldBe([baseline]);
    }

    private static long[] Split(string numbers) => [.. numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];

    private static PanelState Numbered(long number) => PanelState.Initial with { UiGeneration = number };

    private static PanelState Baseline(PanelState state, int size) =>
        state with { FullCount = 1, Status = PanelObject.Parse($$"""{"a":"{{new string('x', size)}}"}""") };

    private static List<long> Taken(BoardFollower follower)
    {
        var states = new List<PanelState>();
        follower.Take(states).ShouldBeTrue();
        return [.. states.Select(state => state.UiGeneration)];
    }

    private BoardFollower FollowEven() => _board.Follow(() => _grown++, isWanted: static (_, state) => state.UiGeneration % 2 == 0);
}
