using PanelActors.State;

namespace PanelActors.Tests.State;

public class StoreBoardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly StoreBoard _board = new("feed");

    [Fact]
    public async Task A_change_already_there_is_not_waited_for()
    {
        _board.Current.Version.ShouldBe(0);
        _board.Publish(PanelState.Initial);
        var wait = _board.WaitForChangeAsync(0, CancellationToken.None).AsTask();
        wait.IsCompletedSuccessfully.ShouldBeTrue();
        (await wait).ShouldBe(_board.Current);
        _board.WaitForChangeAsync(1, CancellationToken.None).AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task All_that_wait_get_one_change()
    {
        var waits = Enumerable.Range(0, 100).Select(_ => _board.WaitForChangeAsync(0, CancellationToken.None).AsTask()).ToList();
        waits.ShouldAllBe(wait => !wait.IsCompleted);
        var state = PanelState.Initial.RaiseNeed("x");
        _board.Publish(state);
        foreach (var snapshot in await Task.WhenAll(waits).WaitAsync(Patience)) (snapshot.Version, snapshot.State).ShouldBe((1, state));
    }

    [Fact]
    public async Task One_that_waits_for_a_later_change_is_not_completed_by_an_earlier_one()
    {
        var wait = _board.WaitForChangeAsync(1, CancellationToken.None).AsTask();
        _board.Publish(PanelState.Initial);
        await _board.WaitForChangeAsync(0, CancellationToken.None);
        _board.Publish(PanelState.Initial);
        (await wait.WaitAsync(Patience)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_gives_up_leaves_the_others_waiting()
    {
        using var giveUp = new CancellationTokenSource();
        var first = _board.WaitForChangeAsync(0, giveUp.Token).AsTask();
        var second = _board.WaitForChangeAsync(0, CancellationToken.None).AsTask();
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first.WaitAsync(Patience));
        second.IsCompleted.ShouldBeFalse();
        _board.Publish(PanelState.Initial);
        (await second.WaitAsync(Patience)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_gave_up_before_waiting_still_gets_what_is_there()
    {
        var gaveUp = new CancellationToken(canceled: true);
        await Should.ThrowAsync<OperationCanceledException>(_board.WaitForChangeAsync(0, gaveUp).AsTask());
        _board.Publish(PanelState.Initial);
        (await _board.WaitForChangeAsync(0, gaveUp)).Version.ShouldBe(1);
    }

    // The last reader to see a change makes the next one, just when the others look and begin to wait again: a signal lost in that race
    // leaves all of them waiting for good.
    [Fact]
    public async Task No_change_is_missed_however_readers_and_writer_race()
    {
        const int changes = 200_000;
        const int followers = 2;
        long followed = 0;
        var tasks = Enumerable.Range(0, followers).Select(_ => Task.Run(async () =>
        {
            for (long version = 0; version < changes;)
            {
                version = (await _board.WaitForChangeAsync(version, CancellationToken.None)).Version;
                if (Interlocked.Increment(ref followed) == followers * version && version < changes) _board.Publish(PanelState.Initial);
            }
        })).ToList();

        _board.Publish(PanelState.Initial);
        await Task.WhenAll(tasks).WaitAsync(Patience);
        _board.Current.Version.ShouldBe(changes);
    }
}
