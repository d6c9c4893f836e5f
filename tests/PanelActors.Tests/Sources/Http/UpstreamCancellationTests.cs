using PanelActors.Sources.Http;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Sources.Http;

/// <summary>Whatever moment a stream is given up at, its connection goes with it.</summary>
public sealed class UpstreamCancellationTests : UpstreamTestKit
{
    [Fact]
    public async Task Cancelling_an_open_stream_disconnects_the_peer()
    {
        var reading = Read();
        using var peer = await Upstream.NextStream();
        await peer.Send("data: one\n\n");
        await reading.Expect("data: one\n\n");
        reading.Cancel();
        await peer.Disconnected;
        (await reading.Next()).ShouldBeNull();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Cancelling_a_compressed_stream_disconnects_the_peer(string encoding)
    {
        var reading = Read();
        using var peer = await Upstream.NextConnection();
        await peer.AcceptStream(encoding);
        await peer.Send("data: one\n\n");
        await reading.Expect("data: one\n\n");
        reading.Cancel();
        await peer.Disconnected;
    }

    [Fact]
    public async Task Cancelling_while_bytes_wait_for_demand_disconnects_the_peer()
    {
        var reading = Read();
        using var peer = await Upstream.NextStream();
        await reading.Accepted;
        await peer.Send(new byte[200_000]);
        reading.Cancel();
        await peer.Disconnected;
    }

    [Fact]
    public async Task Cancelling_before_any_answer_disconnects_the_peer_and_cancels_the_task()
    {
        var reading = Read();
        using var peer = await Upstream.NextConnection();
        reading.Cancel();
        await peer.Disconnected;
        await Should.ThrowAsync<TaskCanceledException>(() => reading.Accepted);
    }

    [Fact]
    public async Task Cancelling_at_once_leaves_no_connection_open()
    {
        for (var i = 0; i < 20; i++)
        {
            var reading = Read();
            reading.Cancel();
            await Should.ThrowAsync<TaskCanceledException>(() => reading.Accepted);
        }
        while (Upstream.HasConnection)
        {
            using var peer = await Upstream.NextConnection();
            await peer.Disconnected;
        }
    }

    [Fact]
    public async Task A_response_that_comes_after_the_cancel_is_disposed()
    {
        using var handler = new LateHandler();
        using var client = new UpstreamClient(handler, Time);
        var reading = Reading.Start(Materializer, client, new UpstreamRequest(Upstream.Url), Clock);
        var cancellation = await handler.Asked.WaitAsync(ScriptedUpstream.Patience);
        reading.Cancel();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(cancelled.SetResult))
            await cancelled.Task.WaitAsync(ScriptedUpstream.Patience);
        handler.Answer();
        await handler.Disposed.WaitAsync(ScriptedUpstream.Patience);
    }
}
