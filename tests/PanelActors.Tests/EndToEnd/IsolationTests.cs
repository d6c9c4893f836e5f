using System.Diagnostics;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Three feeds in one daemon: one floods it, one hangs, and neither is any business of the third.</summary>
[Collection(AloneCollection.Name)]
public sealed class IsolationTests : IAsyncLifetime
{
    private const long Sent = 32 << 20;

    private readonly ScriptedUpstream _flooding = ScriptedUpstream.Start();
    private readonly ScriptedUpstream _hanging = ScriptedUpstream.Start();
    private readonly ScriptedUpstream _quiet = ScriptedUpstream.Start();
    private readonly Flood _flood = new();
    private Daemon _daemon = null!;

    public async Task InitializeAsync() => _daemon = await Daemon.Start(
        // Its rubbish must not make the daemon connect afresh: the flood shall come on one connection.
        ("Sources:0:Name", "flood"), ("Sources:0:Url", _flooding.Url.ToString()), ("Sources:0:Resync:Mode", "none"),
        ("Sources:1:Name", "hang"), ("Sources:1:Url", _hanging.Url.ToString()), ("Sources:1:Reconnect:IdleTimeout", "00:00:00.250"),
        ("Sources:2:Name", "quiet"), ("Sources:2:Url", _quiet.Url.ToString()));

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _flooding.DisposeAsync();
        await _hanging.DisposeAsync();
        await _quiet.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("id: 2\nevent: panel_full\ndata: {\"type\":\"panel_full\",\"payload\":{\"status\":{\"p\"")]
    public async Task A_quiet_feed_is_shown_promptly_while_another_floods_and_a_third_hangs(string? halfAnEvent)
    {
        using var hanging = await _hanging.NextConnection();
        if (halfAnEvent is not null)
        {
            await hanging.AcceptStream();
            await hanging.Send(halfAnEvent);
        }

        using var quiet = await Accepted(_quiet, "quiet");
        using var flooding = await Accepted(_flooding, "flood");
        using var stop = new CancellationTokenSource();
        var sending = _flood.Send(flooding, stop: stop.Token);
        await Daemon.Until(Of("flood"), state => state.DiffAppliedCount > 10 * Flood.DiffsInRound, "the flood runs");

        var delays = new List<TimeSpan>();
        for (var tick = 1; tick <= 60; tick++)
        {
            var flooded = Of("flood").Board.Current.State.DiffAppliedCount;
            var sent = Stopwatch.StartNew();
            await quiet.Send(Sse.Diff(tick + 1, 1, $$"""{"tick":{{tick}}}"""));
            await Daemon.Until(Of("quiet"), state => state.DiffAppliedCount == tick, $"tick {tick}");
            delays.Add(sent.Elapsed);
            // Now and then, and never in a moment of calm.
            await Daemon.Until(Of("flood"), state => state.DiffAppliedCount > flooded, "the flood goes on");
        }

        await ShouldShowThatItHangs();
        await stop.CancelAsync();
        await sending;
        delays.Sort();
        delays[delays.Count / 2].ShouldBeLessThan(TimeSpan.FromMilliseconds(50));
        delays[^1].ShouldBeLessThan(TimeSpan.FromSeconds(1));
        Of("quiet").Board.Current.State.Need.IsNeeded.ShouldBeFalse();
        Of("quiet").Connection!.Attempt.ShouldBe(1);
        Of("flood").Connection!.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task A_flood_waits_in_the_socket_and_not_in_memory()
    {
        using var hanging = await _hanging.NextConnection();
        using var flooding = await Accepted(_flooding, "flood");
        await _flood.Send(flooding, Sent / 8);
        await UntilFloodIsTaken();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await _flood.Send(flooding, Sent);
        // At this moment everything that was sent is applied, or in a socket's buffers, or else in this number.
        var after = GC.GetTotalMemory(forceFullCollection: true);

        await UntilFloodIsTaken();
        (after - before).ShouldBeLessThan(Sent / 2);
        await _daemon.UntilMetric("""panelactors_ingest_errors_total{source="flood",reason="bad_json"}""", _flood.Rounds);
        await _daemon.UntilMetric("""panelactors_ingest_errors_total{source="flood",reason="bad_envelope"}""", _flood.Rounds);
        Of("flood").Board.Current.State.DiffDroppedCount.ShouldBe(0);
    }

    private Store Of(string name) => _daemon.Stores.TryGet(name, out var store) ? store : throw new ArgumentException(name);

    private async Task<ScriptedConnection> Accepted(ScriptedUpstream upstream, string store)
    {
        var feed = await upstream.NextStream(Sse.Full(1, 1, """{"tick":0}"""));
        await Daemon.Until(Of(store), state => state.FullCount == 1, "a baseline");
        return feed;
    }

    private Task<PanelState> UntilFloodIsTaken() =>
        Daemon.Until(Of("flood"), state => state.DiffAppliedCount == _flood.Rounds * Flood.DiffsInRound, "all of the flood");

    private async Task ShouldShowThatItHangs()
    {
        var stores = await _daemon.UntilAnswer("/api/stores", stores =>
            (string?)stores[1]!["connection"] == "connecting" && stores[1]!["last_error"] is not null);
        ((string?)stores[1]!["last_error"])!.ShouldStartWith("no byte came for");
        ((string?)stores[1]!["health"]).ShouldBe("init");
        ((bool?)stores[1]!["need_full"]).ShouldBe(true);
        ((int?)stores[1]!["panels"]).ShouldBe(0);
    }
}
