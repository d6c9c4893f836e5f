using System.Net.Sockets;
using System.Text;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Readers of large snapshots that do not read.</summary>
[Collection(AloneCollection.Name)]
public class SlowReaderTests
{
    private const int Readers = 100;
    private const int SnapshotBytes = 6_000_000;
    private const long MaxBytesEach = 1024 * 1024;
    private const string Cut = """panelactors_http_refused_total{reason="slow_reader"}""";

    [Fact]
    public async Task A_hundred_that_ask_for_six_megabytes_and_do_not_read_hold_little_and_are_cut_off()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, ("Relay:WriteTimeout", "00:00:02"));
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, $$"""{"p":1,"big":"{{new string('x', SnapshotBytes)}}"}"""));
        await daemon.UntilPanel("p", "1");
        (await daemon.Http.GetByteArrayAsync("/api/snapshot")).Length.ShouldBeGreaterThan(SnapshotBytes);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var readers = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => AskAsync(daemon)));
        // The beginning of each answer is there: all are being written.
        foreach (var reader in readers) (await reader.ReceiveAsync(new byte[64])).ShouldBeGreaterThan(0);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        held.ShouldBeLessThan(Readers * MaxBytesEach);

        await daemon.UntilMetric(Cut, Readers);
        foreach (var reader in readers) reader.Dispose();
        (await daemon.Http.GetByteArrayAsync("/api/snapshot")).Length.ShouldBeGreaterThan(SnapshotBytes);
    }

    [Fact]
    public async Task One_that_reads_slowly_but_steadily_gets_all_of_it()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, ("Relay:WriteTimeout", "00:00:02"));
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, $$"""{"p":1,"big":"{{new string('x', SnapshotBytes)}}"}"""));
        await daemon.UntilPanel("p", "1");
        using var reader = await AskAsync(daemon);
        var (buffer, all) = (new byte[8 * 1024], 0L);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (await reader.ReceiveAsync(buffer).WaitAsync(ScriptedUpstream.Patience) is var read and > 0)
        {
            all += read;
            if (all % 5 == 0) await pace.WaitForNextTickAsync();
        }

        all.ShouldBeGreaterThan(SnapshotBytes);
    }

    private static async Task<Socket> AskAsync(Daemon daemon)
    {
        var socket = await RawExchange.Connect(daemon.Http.BaseAddress!, receiveBuffer: 4096);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /api/snapshot HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        return socket;
    }
}
