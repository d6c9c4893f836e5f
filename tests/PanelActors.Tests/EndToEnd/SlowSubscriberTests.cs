using System.Net.Sockets;
using System.Text;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>A subscriber that reads slowly, or not at all, does not affect the others.</summary>
[Collection(AloneCollection.Name)]
public class SlowSubscriberTests
{
    private const int Events = 400;
    private static readonly string Big = new('x', 40_000);

    // Only what changes is sent on.
    private static string Diff(int n) => Sse.Diff(1 + n, 5, $$"""{"n":{{n}},"big":"{{n}}{{Big}}"}""");

    [Fact]
    public async Task One_that_falls_behind_gets_a_baseline_in_place_of_its_backlog()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, ("Relay:ClientBufferBytes", "65536"));
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"n":0}"""));
        await daemon.UntilPanel("n", "0");
        using var slow = await Subscribe(daemon);
        await using var prompt = await RelaySubscriber.Connect(daemon.Http);
        await prompt.Expect("hello");
        await prompt.Expect("panel_full");
        for (var n = 1; n <= Events; n++)
        {
            await feed.Send(Diff(n));
            // The prompt one is never held up, and never misses one.
            ((int?)(await prompt.Expect("panel_diff")).Payload["diff"]!["n"]).ShouldBe(n);
        }

        // Now the slow one reads: what was on its way, then a baseline, and nothing twice or back in time.
        using var lines = new StreamReader(slow);
        var (last, conflated) = (-1L, false);
        while (last < Events)
        {
            var line = await lines.ReadLineAsync().WaitAsync(ScriptedUpstream.Patience);
            line.ShouldNotBeNull();
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var payload = System.Text.Json.Nodes.JsonNode.Parse(line[6..])!["payload"]!;
            conflated |= (string?)payload["reason"] == "conflated";
            var n = (long?)(payload["status"] ?? payload["diff"])?["n"] ?? last;
            n.ShouldBeGreaterThanOrEqualTo(last);
            last = n;
        }

        conflated.ShouldBeTrue();
        (await daemon.Metrics())["""panelactors_relay_conflations_total{store="feed"}"""].ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task One_that_does_not_read_at_all_is_cut_off()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            upstream, ("Relay:WriteTimeout", "00:00:00.200"), ("Relay:Heartbeat", "00:00:00.100"));
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"n":0}"""));
        await daemon.UntilPanel("n", "0");
        using var slow = await Subscribe(daemon);
        await daemon.UntilMetric("""panelactors_relay_clients{store="feed"}""", 1);
        for (var n = 1; (await daemon.Metrics())["""panelactors_relay_clients{store="feed"}"""] > 0; n++)
        {
            n.ShouldBeLessThan(10_000);
            await feed.Send(Diff(n));
        }
    }

    // With a receive buffer that is soon full; and in HTTP/1.0, which knows no chunks.
    private static async Task<NetworkStream> Subscribe(Daemon daemon)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(daemon.Http.BaseAddress!.Host, daemon.Http.BaseAddress.Port);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /events HTTP/1.0\r\nHost: localhost\r\n\r\n"));
        return stream;
    }
}
