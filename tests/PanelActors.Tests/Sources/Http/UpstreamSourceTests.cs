namespace PanelActors.Tests.Sources.Http;

/// <summary>What a stream gives once its response was accepted, and how it ends.</summary>
public sealed class UpstreamSourceTests : UpstreamTestKit
{
    [Fact]
    public async Task Bytes_arrive_as_they_are_sent_and_a_clean_end_completes()
    {
        var reading = Read();
        using var peer = await Upstream.NextStream();
        await reading.Accepted;

        await peer.Send("data: one\n\n");
        await reading.Expect("data: one\n\n");
        await peer.Send(": keep-alive\n\ndata: ");
        await reading.Expect(": keep-alive\n\ndata: ");
        await peer.Send("zwei ü\n\n");
        await reading.Expect("zwei ü\n\n");

        await peer.Close();
        (await reading.Next()).ShouldBeNull();
        await peer.Disconnected;
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_stream_is_read_event_by_event(string encoding)
    {
        var reading = Read();
        using var peer = await Upstream.NextConnection();
        peer.Header("Accept-Encoding").ShouldNotBeNull().ShouldContain(encoding);
        await peer.AcceptStream(encoding);
        for (var i = 0; i < 3; i++)
        {
            await peer.Send($"data: {i}\n\n");
            await reading.Expect($"data: {i}\n\n");
        }
        await peer.Close();
        (await reading.Next()).ShouldBeNull();
    }

    [Fact]
    public async Task Elements_are_exact_bounded_and_never_change_afterwards()
    {
        var sent = new byte[300_000];
        new Random(7).NextBytes(sent);
        var reading = Read();
        using var peer = await Upstream.NextStream();
        var sending = peer.Send(sent);
        var elements = new List<ReadOnlyMemory<byte>>();
        while (elements.Sum(e => e.Length) < sent.Length)
            elements.Add((await reading.Next()).ShouldNotBeNull());
        await sending;
        elements.ShouldAllBe(e => e.Length > 0 && e.Length <= 64 * 1024);
        elements.SelectMany(e => e.ToArray()).ShouldBe(sent);
    }

    [Fact]
    public async Task A_reset_in_the_middle_fails_the_stream()
    {
        var reading = Read();
        using var peer = await Upstream.NextStream();
        await peer.Send("data: one\n\n");
        await reading.Expect("data: one\n\n");
        peer.Abort();
        (await Failure(reading)).Reason.ShouldBeOneOf("connection_reset", "premature_end");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task An_end_without_the_last_chunk_is_premature(string? encoding)
    {
        var reading = Read();
        using var peer = await Upstream.NextConnection();
        await peer.AcceptStream(encoding);
        await peer.Send("data: one\n\n");
        await reading.Expect("data: one\n\n");
        peer.Dispose();
        (await Failure(reading)).Reason.ShouldBe("premature_end");
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_coding_says_fails_as_bad_encoding()
    {
        var reading = Read();
        using var peer = await Upstream.NextConnection();
        await peer.Answer(200, "text/event-stream", "data: not gzip at all\n\n", "Content-Encoding: gzip\r\n");
        (await Failure(reading)).Reason.ShouldBe("bad_encoding");
    }

    [Fact]
    public async Task The_clock_is_touched_at_the_start_the_answer_and_every_read()
    {
        Time.Advance(TimeSpan.FromSeconds(5));
        var reading = Read();
        using var peer = await Upstream.NextConnection();
        Clock.Idle.ShouldBe(TimeSpan.Zero);

        Time.Advance(TimeSpan.FromSeconds(5));
        Clock.Idle.ShouldBe(TimeSpan.FromSeconds(5));
        await peer.AcceptStream();
        await reading.Accepted;
        Clock.Idle.ShouldBe(TimeSpan.Zero);

        Time.Advance(TimeSpan.FromSeconds(5));
        Clock.Idle.ShouldBe(TimeSpan.FromSeconds(5));
        await peer.Send(":\n\n");
        await reading.Expect(":\n\n");
        Clock.Idle.ShouldBe(TimeSpan.Zero);
    }
}
