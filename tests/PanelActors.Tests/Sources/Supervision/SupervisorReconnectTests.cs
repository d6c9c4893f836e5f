using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;
using PanelActors.Stores;

namespace PanelActors.Tests.Sources.Supervision;

public sealed class SupervisorReconnectTests : SupervisorTest
{
    [Fact]
    public async Task Waits_grow_while_connections_fail()
    {
        var attempt = Start();
        foreach (var wait in new[] { 1.0, 2, 4, 8, 16, 30, 30 })
        {
            await Ended(attempt);
            Connection.Status.Phase.ShouldBe(ConnectionPhase.Waiting);
            attempt = await AttemptAfter(wait);
        }

        attempt.Number.ShouldBe(8);
        Metrics.Reconnects["connection_reset"].ShouldBe(7);
    }

    [Fact]
    public async Task An_attempt_that_never_connected_lost_nothing()
    {
        var attempt = Start();
        await Ended(attempt);
        await Logged("feed could not connect: the connection was reset (connection_reset); next attempt in 1.0 s");
        attempt = await AttemptAfter(1);
        await Opened(attempt);
        await Ended(attempt);
        await Logged("feed lost its connection: the connection was reset");
    }

    [Fact]
    public async Task Jitter_shortens_a_wait()
    {
        Random = 1;
        var attempt = Start();
        await Ended(attempt);
        attempt = await AttemptAfter(0.75);
        await Ended(attempt);
        await AttemptAfter(1.5);
    }

    [Theory]
    [InlineData(30, 1, 1)]
    [InlineData(29.9, 1, 4)]
    [InlineData(30, 0, 4)]
    public async Task Waits_start_over_only_after_a_connection_that_lasted_and_brought_something(
        double lasted, int applied, double expected)
    {
        var attempt = Start();
        await Ended(attempt);
        attempt = await AttemptAfter(1);
        await Ended(attempt);
        attempt = await AttemptAfter(2);

        await Opened(attempt);
        await Applied(attempt, applied);
        await Pass(lasted);
        await Ended(attempt);
        await AttemptAfter(expected);
    }

    [Fact]
    public async Task What_one_connection_applied_does_not_count_for_the_next()
    {
        var attempt = Start();
        await Opened(attempt);
        await Applied(attempt);
        await Ended(attempt);
        attempt = await AttemptAfter(1);

        await Opened(attempt);
        await Applied(attempt, applied: 0, dropped: 1);
        await Pass(60);
        await Ended(attempt);
        await AttemptAfter(2);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(3600, 30)]
    public async Task The_streams_own_retry_is_a_floor_for_all_later_waits(double retry, double expected)
    {
        var attempt = Start();
        await Opened(attempt);
        await Applied(attempt, retry: TimeSpan.FromSeconds(retry));
        await Ended(attempt);
        attempt = await AttemptAfter(expected);
        await Ended(attempt);
        await AttemptAfter(expected);
    }

    [Fact]
    public async Task Retry_after_is_waited_out()
    {
        var attempt = Start();
        await Ended(attempt, new ConnectionEnd("http_503", "busy", After: TimeSpan.FromSeconds(120)));
        await AttemptAfter(120);
        Metrics.Reconnects["http_503"].ShouldBe(1);
    }

    [Fact]
    public async Task Trouble_that_needs_a_hand_is_retried_after_the_longest_wait()
    {
        var attempt = Start();
        await Ended(attempt, new ConnectionEnd("http_404", "the upstream answered 404", Retry.Slowly));
        Connection.Status.LastError.ShouldBe("the upstream answered 404");
        await AttemptAfter(30);
    }

    [Fact]
    public async Task A_stop_lasts_until_the_source_is_started_again()
    {
        var attempt = Start();
        await Ended(attempt, new ConnectionEnd("http_204", "no more", Retry.No));
        (Connection.Status.Phase, Connection.Status.Attempt, Connection.Status.LastError).ShouldBe((ConnectionPhase.Stopped, 1, "no more"));
        (Connection.Status.LastErrorAt, Connection.Status.LastErrorKind, Connection.Status.NextAttemptAt)
            .ShouldBe((Time.GetUtcNow(), "http_204", null));
        Metrics.Reconnects["http_204"].ShouldBe(0);
        for (var hour = 0; hour < 24; hour++) await Pass(3600);
        Connection.Status.Phase.ShouldBe(ConnectionPhase.Stopped);

        await Tell(StartSource.Instance);
        attempt = NextAttempt();
        attempt.Number.ShouldBe(2);
        Connection.Status.Phase.ShouldBe(ConnectionPhase.Connecting);
    }

    [Fact]
    public async Task Starting_again_ends_a_wait_and_forgets_the_failures()
    {
        var attempt = Start();
        await Ended(attempt);
        attempt = await AttemptAfter(1);
        await Ended(attempt);

        await Tell(StartSource.Instance);
        attempt = NextAttempt();
        await Pass(2);
        Connection.Status.Attempt.ShouldBe(attempt.Number, "the wait was still running");
        await Ended(attempt);
        await AttemptAfter(1);
    }

    [Fact]
    public async Task Starting_again_drops_the_connection_there_is()
    {
        var first = Start();
        await Opened(first);
        await Tell(StartSource.Instance);
        ShouldBeDropped(first);
        Connection.Status.ShouldBe(new ConnectionStatus(ConnectionPhase.Connecting, 2, null));
    }

    [Fact]
    public async Task Messages_of_an_attempt_that_was_replaced_are_ignored()
    {
        var first = Start();
        await Ended(first);
        ShouldBeDropped(first);
        var second = await AttemptAfter(1);

        await Opened(first);
        Connection.Status.Phase.ShouldBe(ConnectionPhase.Connecting);
        await Opened(second);
        await Ended(first, new ConnectionEnd("http_204", "no more", Retry.No));
        Connection.Status.Phase.ShouldBe(ConnectionPhase.Open);
        await Applied(first, id: "99");
        await Applied(second, id: "7");
        await Ended(second);
        (await AttemptAfter(2)).LastEventId.ShouldBe("7");
    }

    [Fact]
    public async Task An_end_that_is_told_twice_counts_once()
    {
        var attempt = Start();
        await Ended(attempt);
        await Ended(attempt);
        Metrics.Reconnects["connection_reset"].ShouldBe(1);
        await AttemptAfter(1);
    }

    [Fact]
    public async Task A_connection_that_fails_inside_is_one_that_ended()
    {
        var attempt = Start();
        attempt.Child.Tell(new InvalidOperationException("a bug"), TestActor);
        await Logged("failed inside");
        Connection.Status.Phase.ShouldBe(ConnectionPhase.Waiting);
        Metrics.Reconnects["internal_error"].ShouldBe(1);
        await AttemptAfter(1);
    }

    [Fact]
    public async Task The_last_error_stays_to_be_seen_until_a_connection_is_open()
    {
        var attempt = Start();
        Connection.Status.LastError.ShouldBeNull();
        await Ended(attempt);
        Connection.Status.LastError.ShouldBe("the connection was reset");
        attempt = await AttemptAfter(1);
        Connection.Status.LastError.ShouldBe("the connection was reset");
        await Opened(attempt);
        Connection.Status.ShouldBe(new ConnectionStatus(ConnectionPhase.Open, 2, null));
    }
}
