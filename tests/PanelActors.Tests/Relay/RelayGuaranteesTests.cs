using Akka.TestKit.Xunit2;
using PanelActors.Configuration;
using PanelActors.State;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Relay;

/// <summary>
/// The seven guarantees of docs/relay.md — ordered, unique, never back in time, resumable or refused, bounded, converging,
/// honest — under random interleavings of a changing store with clients that stall, vanish and come back. Each event is
/// checked where it is read: see <see cref="FollowingClient"/>.
/// </summary>
public sealed class RelayGuaranteesTests : TestKit
{
    private const int Clients = 4;

    public RelayGuaranteesTests() : base("akka.loglevel = WARNING")
    {
    }

    public static TheoryData<int> Seeds =>
        [1, 2, 3, 4, 5, 6, Random.Shared.Next(1000, int.MaxValue), Random.Shared.Next(1000, int.MaxValue)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Hold_whatever_happens_in_whatever_order(int seed)
    {
        var random = new Random(seed);
        // Small enough that clients fall behind, and that positions are lost.
        var options = new RelayOptions
        {
            RingEvents = 400,
            RingBytes = 64 * 1024,
            ClientBufferBytes = 16 * 1024,
            Heartbeat = TimeSpan.FromMilliseconds(20),
        };
        var board = new StoreBoard("s");
        var store = Relays.StoreOf(board);
        var relay = Relays.Start(Sys, store, options, TimeProvider.System);
        var market = new Market(board, random);
        FollowingClient[] clients =
            [.. Enumerable.Range(0, Clients).Select(i => new FollowingClient(relay, options, market, pipeBytes: 1024 << (2 * i)))];
        try
        {
            for (var step = 0; step < 600; step++) await Act(random, market, clients);
            await Settle(market, clients);
        }
        catch (Exception broken)
        {
            throw new InvalidOperationException($"Broken with seed {seed}: {broken.Message}", broken);
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
        }

        // The test is worth something only if this came up.
        clients.Sum(client => client.Conflations + client.Refusals + client.Resumptions).ShouldBeGreaterThan(10);
    }

    private static async Task Act(Random random, Market market, FollowingClient[] clients)
    {
        var client = clients[random.Next(clients.Length)];
        switch (random.Next(10))
        {
            case 0 when client.IsConnected: await client.Disconnect(); break;
            case 0 or 1 when !client.IsConnected: await client.Connect(); break;
            case < 6: market.Batch(random.Next(1, 12)); break;
            default: await client.ReadNow(random.Next(1, 40)); break;
        }

        client.ShouldBeContent();
    }

    private static string Described(PanelState state) =>
        $"{state.Status}\n{state.SeverityCounts}\n{state.SeverityStates}\n{string.Join('\n', state.Followups)}";

    private static async Task Settle(Market market, FollowingClient[] clients)
    {
        market.Batch(3);
        foreach (var client in clients)
        {
            if (!client.IsConnected) await client.Connect();
            client.Read(1_000_000);
        }

        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        foreach (var client in clients)
        {
            while (!client.HasConverged(market.State))
            {
                client.ShouldBeContent();
                patience.IsCancellationRequested.ShouldBeFalse(
                    $"a client never came to hold\n{Described(market.State)}\nbut\n{Described(client.State)}");
                await Task.Yield();
            }
        }
    }
}
