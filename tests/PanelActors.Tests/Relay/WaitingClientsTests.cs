using PanelActors.Relay;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Relay;

public class WaitingClientsTests
{
    private readonly WaitingClients _waiting = new();

    [Fact]
    public async Task All_that_wait_are_served_and_wait_on_where_they_want_to()
    {
        var clients = Enumerable.Range(0, 50).Select(static _ => new Client(stays: 3)).ToList();
        clients.ForEach(_waiting.Add);
        for (var round = 1; round <= 3; round++)
        {
            _waiting.Serve();
            foreach (var client in clients) await client.ServedAsync(round);
        }
    }

    [Fact]
    public async Task A_client_that_does_not_wait_on_is_forgotten()
    {
        var (once, always) = (new Client(stays: 0), new Client(stays: int.MaxValue));
        // As many of each as there may be groups, so that one of each is in every group.
        for (var i = 0; i < Environment.ProcessorCount; i++) _waiting.Add(once);
        for (var i = 0; i < Environment.ProcessorCount; i++) _waiting.Add(always);
        _waiting.Serve();
        await once.ServedAsync(Environment.ProcessorCount);
        await always.ServedAsync(Environment.ProcessorCount);
        _waiting.Serve();
        await always.ServedAsync(2 * Environment.ProcessorCount);
        once.Times.ShouldBe(Environment.ProcessorCount);
    }

    [Fact]
    public async Task What_comes_while_they_are_served_is_served_then()
    {
        var client = new Client(stays: int.MaxValue) { Meanwhile = () => _waiting.Serve() };
        _waiting.Add(client);
        _waiting.Serve();
        await client.ServedAsync(1000);
        client.Meanwhile = null;
    }

    [Fact]
    public async Task None_is_missed_that_comes_while_others_are_served()
    {
        const int Threads = 4, Each = 5_000;
        var clients = Enumerable.Range(0, Threads * Each).Select(static _ => new Client(stays: 0)).ToArray();
        var adding = Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            foreach (var client in clients.AsSpan(thread * Each, Each))
            {
                _waiting.Add(client);
                _waiting.Serve();
            }
        }));
        await Task.WhenAll(adding);
        foreach (var client in clients) await client.ServedAsync(1);
        clients.ShouldAllBe(static client => client.Times == 1);
    }

    private sealed class Client(int stays) : IWaitingClient
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
