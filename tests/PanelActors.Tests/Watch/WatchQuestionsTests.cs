using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using PanelActors.Tests.Support;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

/// <summary>What is asked of a daemon beside its relay, against one that is scripted.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync.")]
public sealed class WatchQuestionsTests : IAsyncLifetime
{
    private const string Alerts = """
        {"items":[{"alert_type":"iv","level":"WARN","active":true,"since":1690000000.5,"last_change":1690000060}]}
        """;

    private readonly FakeDaemon _server = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<WatchInput> _inputs = Channel.CreateUnbounded<WatchInput>();
    private DaemonClient _daemon = null!;
    private Task _running = Task.CompletedTask;

    public Task InitializeAsync()
    {
        _daemon = new DaemonClient(new DaemonAddress(_server.Url));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(static _ => { }, TaskScheduler.Default);
        await _server.DisposeAsync();
        _daemon.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_store_is_asked_for_its_alerts_and_at_each_connection_for_its_series()
    {
        _server.Has("/api/stores/a%20b/alerts", Alerts)
            .Has("/api/stores/a%20b/series", """{"items":[{"path":"/p/k","step":1,"points":[[10,1,1,1]]}]}""");
        var details = new StoreDetails(_daemon, "a b", withSeries: true, _inputs.Writer.WriteAsync);
        details.Connected();
        _running = details.RunAsync(_stop.Token);
        (await Next<WatchInput.Series>()).All.ShouldHaveSingleItem().Pointer.ShouldBe("/k");
        (await Next<WatchInput.Periods>()).All.SinceOf(new AlertEntry("iv", "warn", "", true))
            .ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1690000060));
        _server.Asked.TryPeek(out var target).ShouldBeTrue();
        target.ShouldStartWith("/api/stores/a%20b/series?path=/**&from=");
        await Next<WatchInput.Periods>();
        details.Connected();
        await Until<WatchInput.Series>();
    }

    [Fact]
    public async Task A_daemon_that_has_neither_is_not_asked_again()
    {
        var details = new StoreDetails(_daemon, "market", withSeries: true, _inputs.Writer.WriteAsync);
        details.Connected();
        _running = details.RunAsync(_stop.Token);
        await _running.WaitAsync(ScriptedUpstream.Patience);
        (_server.Asked.Count, _inputs.Reader.TryRead(out _)).ShouldBe((2, false));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task An_answer_that_is_none_does_no_harm(string json)
    {
        _server.Has("/api/stores/market/alerts", json).Has("/api/stores/market/series", json);
        var details = new StoreDetails(_daemon, "market", withSeries: true, _inputs.Writer.WriteAsync);
        details.Connected();
        await details.AskOnceAsync(_stop.Token);
        _running = details.RunAsync(_stop.Token);
        while (_server.Asked.Count < 3) await Task.Delay(10).WaitAsync(ScriptedUpstream.Patience);
        _running.IsFaulted.ShouldBeFalse();
    }

    [Fact]
    public async Task The_history_of_all_is_read_newest_first_and_older_ones_as_they_are_wanted()
    {
        _server.Has("/api/history", static asked => asked.Query("before") is null
            ? """{"items":[{"at":2,"store":"a","kind":"health","level":"INFO","title":"ok","detail":""}],"next":"x y"}"""
            : """{"items":[{"at":1,"store":"b","kind":"health","level":"INFO","title":"ok"}],"next":null}""");
        var reader = new TimelineReader(_daemon, null, _inputs.Writer.WriteAsync);
        _running = reader.RunAsync(_stop.Token);
        var newest = await Next<WatchInput.History>();
        (newest.Before, newest.Page!.Next, newest.Page.Items[0].Store).ShouldBe((null, "x y", "a"));
        reader.Want("x y");
        reader.Want("x y");
        var older = await Next<WatchInput.History>();
        (older.Before, older.Page!.Items[0].Detail).ShouldBe(("x y", ""));
        // What is read already is not wanted again.
        reader.Want("x y");
        (await Next<WatchInput.History>()).Before.ShouldBeNull();
        (await Next<WatchInput.History>()).Before.ShouldBeNull();
        _server.Asked.ShouldContain("/api/history?limit=100&before=x%20y");
    }

    [Theory]
    [InlineData(404, "This daemon keeps no history.")]
    [InlineData(403, "refuses to show the history")]
    [InlineData(503, "503")]
    public async Task Without_a_history_it_says_why(int status, string why)
    {
        _server.Has("/api/stores/market/history", "{}", status);
        _running = new TimelineReader(_daemon, "market", _inputs.Writer.WriteAsync).RunAsync(_stop.Token);
        (await Next<WatchInput.History>()).Fault!.ShouldContain(why);
    }

    [Fact]
    public async Task A_session_goes_from_all_stores_to_one_and_back_and_reads_the_history_of_what_is_shown()
    {
        const string List = """
            [{"name":"market","health":"ok","connection":"open","state_since":5},{"name":"risk","health":"stale","default":true}]
            """;
        _server.Has("/api/stores", List).Has("/api/stores/market/alerts", Alerts)
            .Streams("/api/stores/market/events", Watching.Hello() + Watching.Full(1, """{"p":1}""") + Watching.Beat());
        var stores = await _daemon.ListStoresAsync(_stop.Token);
        await using var session = new WatchSession(_daemon, stores, TimeProvider.System);
        session.StartOverview();
        (session.State.IsOverview, session.State.Link.Phase).ShouldBe((true, LinkPhase.Live));
        session.ReadTimeline(isWanted: true, isOlderWanted: false);
        await Until(session, static state => state.Timeline.Fault is not null);
        await Until(session, static state => state.StoresAt > state.Start);

        session.Switch("market");
        session.State.Timeline.Fault.ShouldBeNull();
        await Until(session, static state => state.Panels.Status is not null && state.Periods != AlertPeriods.Unknown);
        session.State.IsOverview.ShouldBeFalse();
        session.ReadTimeline(isWanted: true, isOlderWanted: true);
        await Until(session, static state => state.Timeline.Fault is not null);
        session.ReadTimeline(isWanted: false, isOlderWanted: false);

        session.Overview();
        (session.State.IsOverview, session.State.Store, session.State.Panels.Status).ShouldBe((true, null, null));
        _server.Has("/api/stores", "{}", 500);
        await Until(session, static state => state.Link.Phase == LinkPhase.Silent);
        _server.Has("/api/stores", List);
        await Until(session, static state => state.Link.Phase == LinkPhase.Live);
        _server.Asked.ShouldContain("/api/history?limit=100");
        _server.Asked.ShouldContain("/api/stores/market/history?limit=100");
        _server.Asked.ShouldNotContain(static target => target.StartsWith("/api/stores/risk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Before_lines_are_written_the_alerts_of_the_default_store_are_asked_for()
    {
        _server.Has("/api/stores/risk/alerts", Alerts);
        await using var session = new WatchSession(
            _daemon, [Watching.Summary("market"), Watching.Summary("risk") with { Default = true }], TimeProvider.System, hasTrends: false);
        await session.AskPeriodsAsync(null);
        session.TryTake().ShouldBeTrue();
        session.State.Periods.SinceOf(new AlertEntry("iv", "WARN", "", true)).ShouldNotBeNull();
        session.State.Trends.ShouldBeNull();
    }

    private static async Task Until(WatchSession session, Func<WatchState, bool> isLike)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!isLike(session.State))
        {
            if (!session.TryTake()) await session.WaitAsync(TimeSpan.FromSeconds(1), patience.Token);
        }
    }

    private async Task<T> Next<T>()
        where T : WatchInput => (await _inputs.Reader.ReadAsync().AsTask().WaitAsync(ScriptedUpstream.Patience)).ShouldBeOfType<T>();

    private async Task Until<T>()
        where T : WatchInput
    {
        while (await _inputs.Reader.ReadAsync().AsTask().WaitAsync(ScriptedUpstream.Patience) is not T)
        {
            // The others go on meanwhile.
        }
    }
}
