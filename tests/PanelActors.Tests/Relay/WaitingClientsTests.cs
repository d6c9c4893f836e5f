using PanelActors.Relay;
using PanelActors.Tests.Support;


namespace PanelActors.Tests.Relay;

/// <summary>Those who wait for a log to grow.</summary>
public class WaitingClientsTests
{
    private readonly WaitingClients _waiters = new();

    [Fact]
    public async Task All_who_wait_are_served_and_go_on_waiting_if_they_say_so()
    {
        var waiters = Enumerable.Range(0, 50).Select(static _ => new Waiter(stays: 3)).ToList();
        waiters.ForEach(_waiters.Add);
        for (var round = 1; round <= 3; round++)
        {
            _waiters.Serve();
            foreach (var waiter in waiters) await waiter.ServedAsync(round);
        }
    }

    [Fact]
    public async Task Who_does_not_go_on_waiting_is_forgotten()
    {
        var (once, always) = (new Waiter(stays: 0), new Waiter(stays: int.MaxValue));
        // As many of each as there may be groups, so that one of each is in every group.
        for (var i = 0; i < Environment.ProcessorCount; i++) _waiters.Add(once);
        for (var i = 0; i < Environment.ProcessorCount; i++) _waiters.Add(always);
        _waiters.Serve();
        await once.ServedAsync(Environment.ProcessorCount);
        await always.ServedAsync(Environment.ProcessorCount);
        _waiters.Serve();
        await always.ServedAsync(2 * Environment.ProcessorCount);
        once.Times.ShouldBe(Environment.ProcessorCount);
    }

    [Fact]
    public async Task What_comes_while_they_are_served_is_served_then()
    {
        var waiter = new Waiter(stays: int.MaxValue) { Meanwhile = () => _waiters.Serve() };
        _waiters.Add(waiter);
        _waiters.Serve();
        await waiter.ServedAsync(1000);
        waiter.Meanwhile = null;
    }

    [Fact]
    public async Task Nobody_is_missed_who_comes_while_others_are_served()
    {
        const int Threads = 4, Each = 5_000;
        var waiters = Enumerable.Range(0, Threads * Each).Select(static _ => new Waiter(stays: 0)).ToArray();
        var adding = Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            foreach (var waiter in waiters.AsSpan(thread * Each, Each))
            {
                _waiters.Add(waiter);
                _waiters.Serve();
            }
        }));
        await Task.WhenAll(adding);
        foreach (var waiter in waiters) await waiter.ServedAsync(1);
        waiters.ShouldAllBe(static waiter => waiter.Times == 1);
    }

    private sealed class Waiter(int stays) : IWaitingClient
    {
        private readonly Lock _gate = new();
        private readonly List<(int Times, TaskCompletionSource Served)> _awaited = [];

        public int Times { get; private set; }

        public Action? Meanwhile { get; set; }

        public Task ServedAsync(int times)
        {
            lock (_gate)
            {
                if (Times >= times) return Task.CompletedTask;
                var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add((times, served));
                return served.Task.WaitAsync(ScriptedUpstream.Patience);
            }
        }

        public bool Serve()
        {
            Meanwhile?.Invoke();
            lock (_gate)
            {
                Times++;
                foreach (var (_, served) in _awaited.Where(awaited => awaited.Times == Times)) served.SetResult();
                return Times <= stays;
            }
        }
    }
}
