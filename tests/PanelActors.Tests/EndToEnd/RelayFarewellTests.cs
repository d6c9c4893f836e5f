using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>A daemon that stops says good-bye first, and nothing after it.</summary>
[Collection(AloneCollection.Name)]
public class RelayFarewellTests
{
    private const int Subscribers = 60;
    private static readonly string Big = new('x', 40_000);

    [Fact]
    public async Task Everyone_gets_good_bye_last_also_who_is_behind_at_that_moment()
    {
        await using var upstream = ScriptedUpstream.Start();
        var daemon = await Daemon.Reading(upstream, ("Relay:ClientBufferBytes", "65536"), ("Relay:Heartbeat", "00:00:00.050"));
        using var feed = await upstream.NextStream(Sse.Full(1, 5, """{"n":0}"""));
        await daemon.UntilPanel("n", "0");
        using var stalled = await Stalled(daemon);
        var prompt = await Task.WhenAll(Enumerable.Range(0, Subscribers).Select(_ => RelaySubscriber.Connect(daemon.Http)));
        foreach (var client in prompt) await client.Expect("hello");
        var reading = prompt.Select(Read).ToList();
        // Until the one that does not read is far behind.
        var n = 0;
        for (; n < 200; n++) await feed.Send(Diff(n));
        await daemon.UntilPanel("n", $"{n - 1}");

        using var stopSending = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            try
            {
                for (; !stopSending.IsCancellationRequested; n++) await feed.Send(Diff(n));
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                // It has stopped.
            }
        });
        var stopping = daemon.DisposeAsync();
        foreach (var last in await Task.WhenAll(reading).WaitAsync(ScriptedUpstream.Patience)) last.ShouldBe("bye shutdown");

        // Now it reads what was on its way, and then its good-bye, though it never had what lies between.
        var (types, reasons) = (new List<string>(), new List<string?>());
        using (var lines = new StreamReader(stalled))
        {
            while (await lines.ReadLineAsync().WaitAsync(ScriptedUpstream.Patience) is { } line)
            {
                if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
                var data = JsonNode.Parse(line[6..])!;
                types.Add((string)data["type"]!);
                reasons.Add((string?)data["payload"]!["reason"]);
            }
        }

        (types[^1], reasons[^1]).ShouldBe(("bye", "shutdown"));
        types.Count(type => type == "bye").ShouldBe(1);
        types.Count(type => type == "panel_diff").ShouldBeLessThan(200, "it is meant to be far behind");
        await stopping;
        await stopSending.CancelAsync();
        await sending;
        foreach (var client in prompt) await client.DisposeAsync();
    }

    // What the shutdown rests on: its steps are taken when the host asks.
    [Fact]
    public async Task The_host_asks_one_after_another_in_reverse_order_and_stops_none_before_it_has_asked_all()
    {
        var told = new List<string>();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostedService>(new Telling("first", told)).AddSingleton<IHostedService>(new Telling("second", told));
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
        told.ShouldBe(["second is asked", "second has answered", "first is asked", "first has answered", "second stops", "first stops"]);
    }

    private static string Diff(int n) => Sse.Diff(2 + n, 5, $$"""{"n":{{n}},"big":"{{n}}{{Big}}"}""");

    private static async Task<string> Read(RelaySubscriber client)
    {
        var last = "";
        while (await client.Next(heartbeats: true) is { } frame)
        {
            last.ShouldNotStartWith("bye");
            last = $"{frame.Type} {frame.Payload["reason"]}";
        }

        return last;
    }

    private static async Task<NetworkStream> Stalled(Daemon daemon)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(daemon.Http.BaseAddress!.Host, daemon.Http.BaseAddress.Port);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /events HTTP/1.0\r\nHost: localhost\r\n\r\n"));
        return stream;
    }

    private sealed class Telling(string name, List<string> told) : IHostedLifecycleService
    {
        public async Task StoppingAsync(CancellationToken cancellationToken)
        {
            told.Add($"{name} is asked");
            await Task.Yield();
            told.Add($"{name} has answered");
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            told.Add($"{name} stops");
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
