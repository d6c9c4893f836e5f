using System.Runtime.CompilerServices;
using PanelActors.State;

namespace PanelActors.Tests.State;

public class BoardFollowerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly StoreBoard _board = new("feed");
    private long _published;

    [Fact]
    public void A_follower_is_notified_once_of_what_it_has_not_taken_yet()
    {
        var notified = 0;
        var follower = _board.Follow(() => notified++);
        Publish();
        Publish();
        notified.ShouldBe(1);
        Taken(follower).ShouldBe([1, 2]);
        Publish();
        notified.ShouldBe(2);
        follower.Dispose();
        Publish();
        notified.ShouldBe(2);
    }

    [Fact]
    public void It_begins_after_what_the_board_shows()
    {
        Publish(steps: 3);
        using var follower = Follow();
        follower.Start.ShouldBe(_board.Current);
        Taken(follower).ShouldBeEmpty();
        Publish(steps: 2);
        Taken(follower).ShouldBe([4, 5]);
    }

    [Fact]
    public void Followers_of_different_speed_all_get_every_state()
    {
        using var fast = Follow();
        using var slow = Follow();
        var (fastStates, slowStates) = (new List<long>(), new List<long>());
        for (var batch = 1; batch <= 30; batch++)
        {
            Publish(steps: batch % 4);
            fastStates.AddRange(Taken(fast));
            if (batch % 7 == 0) slowStates.AddRange(Taken(slow));
        }

        slowStates.AddRange(Taken(slow));
        fastStates.ShouldBe(Numbers(1, _published));
        slowStates.ShouldBe(Numbers(1, _published));
    }

    [Fact]
    public void One_that_never_takes_costs_the_others_nothing_and_is_left_with_the_newest()
    {
        using var idle = Follow(new TrailBounds(MaxStates: 10));
        using var other = Follow(new TrailBounds(MaxStates: 100));
        for (var i = 0; i < 100; i++) Publish();
        Taken(other).ShouldBe(Numbers(1, 100));
        var states = new List<PanelState>();
        idle.Take(states).ShouldBeFalse("the way is cut");
        states.Count.ShouldBeLessThanOrEqualTo(10);
        states[^1].UiGeneration.ShouldBe(100);
        Publish();
        Taken(idle).ShouldBe([101]);
    }

    [Fact]
    public void Baselines_are_bounded_by_their_bytes()
    {
        var feed = new Applying().Full("""{"a":1}""");
        using var follower = Follow(new TrailBounds(MaxBaselineBytes: feed.State.Status!.Size * 2));
        for (var i = 0; i < 2; i++) _board.Publish(feed.Full("""{"a":2}""").State);
        follower.Take([]).ShouldBeTrue();
        for (var i = 0; i < 3; i++) _board.Publish(feed.Full("""{"a":3}""").State);
        var states = new List<PanelState>();
        follower.Take(states).ShouldBeFalse();
        states.ShouldBe([feed.State]);
        for (var i = 0; i < 100; i++) _board.Publish(feed.Diff("""{"a":4}""").State);
        follower.Take([]).ShouldBeTrue();
    }

    [Fact]
    public void The_board_is_followed_until_the_last_one_leaves()
    {
        _board.IsFollowed.ShouldBeFalse();
        var (first, second) = (Follow(), Follow());
        first.Dispose();
        first.Dispose();
        _board.IsFollowed.ShouldBeTrue();
        second.Dispose();
        _board.IsFollowed.ShouldBeFalse();
    }

    [Fact]
    public void One_that_left_gets_nothing_and_keeps_nothing()
    {
        var left = Follow();
        var state = PublishUnheld();
        left.Dispose();
        Taken(left).ShouldBeEmpty();
        Publish();
        GC.Collect();
        state.IsAlive.ShouldBeFalse();
        GC.KeepAlive(left);
    }

    [Fact]
    public void The_board_keeps_none_that_left()
    {
        using var stays = Follow();
        var left = Leave();
        Publish();
        GC.Collect();
        left.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public void Without_followers_showing_a_snapshot_allocates_nothing()
    {
        var snapshots = Enumerable.Range(1, 1100).Select(version => new StoreSnapshot(PanelState.Initial, version)).ToArray();
        foreach (var snapshot in snapshots.AsSpan(0, 100)) _board.Publish(snapshot);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var snapshot in snapshots.AsSpan(100)) _board.Publish(snapshot);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    // Every follower sees an unbroken way, except where Take tells it that states are missing.
    [Fact]
    public async Task Followers_come_and_go_while_the_writer_writes()
    {
        const int Readers = 3;
        const int Stays = 400;
        using var done = new CancellationTokenSource();
        var reading = Enumerable.Range(0, Readers).Select(seed => Task.Run(() => Stay(new Random(seed), Stays))).ToArray();
        var writing = Task.Run(() =>
        {
            var random = new Random(99);
            while (!done.IsCancellationRequested) Publish(steps: random.Next(4));
        });
        var wholes = await Task.WhenAll(reading).WaitAsync(Patience);
        await done.CancelAsync();
        await writing.WaitAsync(Patience);
        wholes.Sum().ShouldBeGreaterThan(Readers * Stays / 4, "much of what is taken is whole");
        _board.IsFollowed.ShouldBeFalse();
    }

    // Nothing but the notification makes it take: one that is lost leaves it waiting for good.
    [Fact]
    public async Task No_notification_is_missed_however_reader_and_writer_race()
    {
        const int Changes = 100_000;
        using var grown = new SemaphoreSlim(0);
        using var follower = _board.Follow(() => grown.Release());
        var seen = 0L;
        var reading = Task.Run(async () =>
        {
            while (seen < Changes)
            {
                await grown.WaitAsync();
                foreach (var number in Taken(follower)) number.ShouldBe(Interlocked.Increment(ref seen));
            }
        });
        while (_published < Changes)
        {
            Publish();
            // Within the bounds, however slow the reader is.
            while (_published - Interlocked.Read(ref seen) > 2000 && !reading.IsCompleted) Thread.Yield();
        }

        await reading.WaitAsync(Patience);
    }

    private static IEnumerable<long> Numbers(long first, long last)
    {
        for (var n = first; n <= last; n++) yield return n;
    }

    private static List<long> Taken(BoardFollower follower)
    {
        var states = new List<PanelState>();
        follower.Take(states).ShouldBeTrue();
        return [.. states.Select(static state => state.UiGeneration)];
    }

    private int Stay(Random random, int times)
    {
        var whole = 0;
        for (var i = 0; i < times; i++)
        {
            using var follower = Follow(new TrailBounds(MaxStates: random.Next(1, 200)));
            var last = follower.Start.State.UiGeneration;
            for (var take = random.Next(1, 5); take > 0; take--)
            {
                Thread.SpinWait(random.Next(500));
                var states = new List<PanelState>();
                var isWhole = follower.Take(states);
                if (isWhole) whole++;
                foreach (var state in states)
                {
                    // The steps of a batch that was under way when it joined may be missing: of those it has the last.
                    if (isWhole && last != follower.Start.State.UiGeneration) state.UiGeneration.ShouldBe(last + 1);
                    state.UiGeneration.ShouldBeGreaterThan(last);
                    last = state.UiGeneration;
                }
            }
        }

        return whole;
    }

    private BoardFollower Follow(TrailBounds? bounds = null) => _board.Follow(static () => { }, bounds);

    // So many states on the way, the one that is shown being the last; each is numbered.
    private void Publish(int steps = 0)
    {
        List<PanelState> way =
            [.. Enumerable.Range(0, Math.Max(1, steps)).Select(_ => PanelState.Initial with { UiGeneration = ++_published })];
        _board.Publish(way[^1], steps: steps == 0 || !_board.IsFollowed ? null : way);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference PublishUnheld()
    {
        Publish();
        var state = new WeakReference(_board.Current.State);
        Publish();
        return state;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Leave()
    {
        var follower = Follow();
        Publish();
        follower.Dispose();
        return new WeakReference(follower);
    }
}
