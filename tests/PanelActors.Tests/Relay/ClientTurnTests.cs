using PanelActors.Relay;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Relay;

/// <summary>Whose turn it is to write to a client.</summary>
public sealed class ClientTurnTests : IDisposable
{
    private static readonly Served Nothing = new(ClientStep.Wait, Task.CompletedTask);

    private readonly CancellationTokenSource _gone = new();
    private readonly ClientTurn _turn;

    public ClientTurnTests() => _turn = new ClientTurn(_gone.Token);

    public void Dispose() => _gone.Dispose();

    [Fact]
    public void A_client_is_served_only_while_it_waits()
    {
        _turn.TryServe().ShouldBeFalse("its own task has the turn");
        var wait = _turn.WaitAsync();
        _turn.TryServe().ShouldBeTrue();
        _turn.TryServe().ShouldBeFalse("it is being served");
        _turn.WaitOn();
        wait.IsCompleted.ShouldBeFalse();
        _turn.TryServe().ShouldBeTrue();
        _turn.HandBack(Nothing);
        _turn.TryServe().ShouldBeFalse("its own task has the turn again");
    }

    [Fact]
    public async Task What_was_done_for_it_comes_back_with_the_turn()
    {
        var wait = _turn.WaitAsync();
        _turn.TryServe().ShouldBeTrue();
        _turn.HandBack(new Served(ClientStep.Conflate, Task.CompletedTask));
        (await wait.WaitAsync(ScriptedUpstream.Patience)).Next.ShouldBe(ClientStep.Conflate);
    }

    [Fact]
    public async Task A_failure_comes_back_with_the_turn()
    {
        var wait = _turn.WaitAsync();
        _turn.TryServe().ShouldBeTrue();
        _turn.HandBack(new InvalidOperationException("x"));
        await Should.ThrowAsync<InvalidOperationException>(wait.WaitAsync(ScriptedUpstream.Patience));
    }

    [Fact]
    public async Task A_client_that_is_gone_does_not_wait()
    {
        var wait = _turn.WaitAsync();
        _turn.LookAgain();
        wait.IsCompleted.ShouldBeFalse("it is still there");
        await _gone.CancelAsync();
        _turn.LookAgain();
        _turn.LookAgain();
        await Should.ThrowAsync<OperationCanceledException>(wait.WaitAsync(ScriptedUpstream.Patience));
        _turn.TryServe().ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_goes_while_it_is_served_does_not_wait_on()
    {
        var wait = _turn.WaitAsync();
        _turn.TryServe().ShouldBeTrue();
        await _gone.CancelAsync();
        _turn.LookAgain();
        wait.IsCompleted.ShouldBeFalse("the group has the turn");
        _turn.WaitOn();
        await Should.ThrowAsync<OperationCanceledException>(wait.WaitAsync(ScriptedUpstream.Patience));
    }

    // Two groups, the client's task and its end race for the turn. No two of them may ever have it at once, and the wait always ends.
    [Fact]
    public async Task One_at_a_time_has_the_turn_however_they_race()
    {
        for (var round = 0; round < 100; round++)
        {
            using var gone = new CancellationTokenSource();
            var turn = new ClientTurn(gone.Token);
            var (holders, waits) = (0, 0);
            var task = Task.Run(async () =>
            {
                try
                {
                    while (waits < 50)
                    {
                        Take();
                        waits++;
                        Release();
                        var wait = turn.WaitAsync();
                        turn.LookAgain();
                        await wait;
                    }
                }
                catch (OperationCanceledException)
                {
                    // It is gone.
                }
            });
            var serving = Enumerable.Range(0, 2).Select(seed => OnItsOwnThread(() =>
            {
                var random = new Random((round * 2) + seed);
                while (!task.IsCompleted)
                {
                    Thread.Yield();
                    if (!turn.TryServe()) continue;
                    Take();
                    Release();
                    if (random.Next(2) == 0) turn.WaitOn();
                    else turn.HandBack(Nothing);
                }
            })).ToArray();
            if (round % 2 == 1)
            {
                await gone.CancelAsync();
                while (!task.IsCompleted) turn.LookAgain();
            }

            await task.WaitAsync(ScriptedUpstream.Patience);
            await Task.WhenAll(serving).WaitAsync(ScriptedUpstream.Patience);

            void Take() => Interlocked.Increment(ref holders).ShouldBe(1);

            void Release() => Interlocked.Decrement(ref holders);
        }
    }

    // Those that spin would keep the thread pool from what they wait for.
    private static Task OnItsOwnThread(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
