using System.Threading.Channels;
using PanelActors.Protocol;
using PanelActors.Tests.Support;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

/// <summary>The client against a server that plays a relay.</summary>
public sealed class RelayFollowerTests : IAsyncLifetime, IDisposable
{
    private readonly ScriptedUpstream _relay = ScriptedUpstream.Start();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<WatchInput> _inputs = Channel.CreateUnbounded<WatchInput>();
    private readonly DaemonClient _daemon;
    private RelayFollower _follower = null!;
    private Task _running = Task.CompletedTask;

    public RelayFollowerTests() => _daemon = new DaemonClient(new DaemonAddress(_relay.At("/")));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(_running);
        await _relay.DisposeAsync();
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task It_reads_a_store_and_goes_on_after_the_last_event_when_the_connection_is_lost()
    {
        Follow("market");
        using var first = await _relay.NextConnection();
        (first.Path, first.Header("Last-Event-ID")).ShouldBe(("/api/stores/market/events", null));
        await first.AcceptStream();
        await first.Send(
            "retry: 1000\n" + Watching.Hello() + Watching.Full(41, "{}") + Watching.Beat() + Sse.Diff(42, 7, """{"p":1}""")
            + Watching.Beat());
        (await Next<WatchInput.Hello>()).ShouldBe(new WatchInput.Hello("market", false));
        (await Next<WatchInput.Event>()).StartsOver.ShouldBeTrue();
        await Next<WatchInput.Beat>();
        (await Next<WatchInput.Event>()).Content.ShouldBeOfType<PanelDiffEvent>();
        await Next<WatchInput.Beat>();
        first.Abort();
        await Next<WatchInput.Lost>();

        using var second = await _relay.NextConnection();
        second.Header("Last-Event-ID").ShouldBe("42");
        await second.AcceptStream();
        await second.Send(Watching.Hello(resumed: true) + Watching.Full(50, "{}", ",\"reason\":\"conflated\""));
        (await Next<WatchInput.Hello>()).Resumed.ShouldBeTrue();
        (await Next<WatchInput.Event>()).StartsOver.ShouldBeTrue();
    }

    [Fact]
    public async Task A_daemon_that_says_good_bye_is_come_back_to()
    {
        Follow(null);
        using var first = await _relay.NextConnection();
        first.Path.ShouldBe("/events");
        await first.AcceptStream();
        await first.Send(Watching.Hello() + Sse.Event(null, """{"type":"bye","payload":{"reason":"shutdown"}}""", "bye"));
        await first.Close();
        await Next<WatchInput.Hello>();
        await Next<WatchInput.Alive>();
        (await Next<WatchInput.Lost>()).Reason.ShouldBe("the daemon closed the connection");
        using var second = await _relay.NextConnection();
        second.Header("Last-Event-ID").ShouldBeNull();
    }

    [Fact]
    public async Task To_start_over_it_asks_without_a_position()
    {
        Follow("market");
        using var first = await _relay.NextStream();
        await first.Send(Watching.Hello() + Watching.Full(41, "{}"));
        await Next<WatchInput.Hello>();
        await Next<WatchInput.Event>();
        _follower.StartOver();
        await Next<WatchInput.Lost>();
        using var second = await _relay.NextConnection();
        second.Header("Last-Event-ID").ShouldBeNull();
        await first.Disconnected;
    }

    [Theory]
    [InlineData(404, "there is no store 'market'")]
    [InlineData(503, "the daemon has no room for another subscriber, or is about to stop")]
    [InlineData(500, "the daemon answered 500 Scripted")]
    public async Task What_it_is_told_instead_is_said_and_it_tries_again(int status, string reason)
    {
        Follow("market");
        using (var first = await _relay.NextConnection()) await first.Refuse(status, retryAfter: "0");
        (await Next<WatchInput.Lost>()).Reason.ShouldBe(reason);
        using var second = await _relay.NextConnection();
    }

    [Fact]
    public async Task Something_else_that_answers_is_no_relay()
    {
        Follow("market");
        using var first = await _relay.NextConnection();
        await first.Answer(200, "text/html", "<html>");
        (await Next<WatchInput.Lost>()).Reason.ShouldStartWith("this is not a relay");
    }

    private void Follow(string? store)
    {
        _follower = new RelayFollower(_daemon, store, _inputs.Writer.WriteAsync);
        _running = _follower.RunAsync(_stop.Token);
    }

    private async Task<T> Next<T>()
        where T : WatchInput
    {
        var input = await _inputs.Reader.ReadAsync().AsTask().WaitAsync(ScriptedUpstream.Patience);
        return input.ShouldBeOfType<T>();
    }
}
