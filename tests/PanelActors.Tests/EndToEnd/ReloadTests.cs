using System.Net;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The configuration file is edited while the daemon runs.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _first = ScriptedUpstream.Start();
    private readonly ScriptedUpstream _second = ScriptedUpstream.Start();
    private Daemon _daemon = null!;
    private ScriptedConnection _one = null!;

    private (string, string)[] One => [("Sources:0:Name", "one"), ("Sources:0:Url", _first.Url.ToString())];

    private (string, string)[] Both => [.. One, ("Sources:1:Name", "two"), ("Sources:1:Url", _second.Url.ToString())];

    public async Task InitializeAsync()
    {
        _daemon = await Daemon.StartFromFile(One);
        _one = await _first.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        await _daemon.UntilPanel("p", "1");
        await _daemon.UntilConnection("open");
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _one.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task A_source_that_is_added_is_read_and_one_that_is_removed_is_gone()
    {
        await _daemon.Edit(Both);
        using var two = await _second.NextStream(Sse.Full(1, 1, """{"q":2}"""));
        await Until("two", state => state.Status is not null);
        (await _daemon.Json("/api/stores/two/snapshot"))["q"]!.ToJsonString().ShouldBe("2");
        (await _daemon.Metrics()).Series.ShouldContain(series => series.Contains("\"two\"", StringComparison.Ordinal));

        await _daemon.Edit(One);
        await two.Disconnected;
        await _daemon.ShouldAnswer("/api/stores/two/snapshot", HttpStatusCode.NotFound);
        (await _daemon.Json("/api/stores")).AsArray().Count.ShouldBe(1);
        // The histogram is kept by its exporter.
        (await _daemon.Metrics()).Series.Where(series => series.Contains("\"two\"", StringComparison.Ordinal))
            .ShouldAllBe(series => series.StartsWith("panelactors_apply_seconds", StringComparison.Ordinal));

        await TheFirstIsUntouched();
    }

    [Fact]
    public async Task A_removed_source_that_comes_back_starts_without_state()
    {
        await _daemon.Edit(Both);
        using (var two = await _second.NextStream(Sse.Full(1, 1, """{"q":2}""")))
        {
            await Until("two", state => state.Status is not null);
            await _daemon.Edit(One);
            await two.Disconnected;
        }

        await _daemon.Edit(Both);
        Store("two").Board.Current.State.Status.ShouldBeNull();
        using var back = await _second.NextStream(Sse.Full(1, 1, """{"q":3}"""));
        await Until("two", state => state.Status?.ToString() == """{"q":3}""");
        await TheFirstIsUntouched();
    }

    [Fact]
    public async Task Another_address_is_read_afresh_and_counted_on_and_others_do_not_notice()
    {
        await _daemon.Edit(Both);
        using var two = await _second.NextStream(Sse.Full(1, 1, """{"q":2}"""));
        await Until("two", state => state.Status is not null);
        var tag = await Tag("/api/stores/two/snapshot");

        await _daemon.Edit([.. Both, ("Sources:1:Url", _second.At("/elsewhere").ToString())]);
        await two.Disconnected;
        using var moved = await _second.NextStream(Sse.Full(1, 1, """{"q":3}"""));
        moved.Path.ShouldBe("/elsewhere");
        moved.Query("force_full").ShouldBe("1");
        await Until("two", state => state.Status?.ToString() == """{"q":3}""");

        (await Tag("/api/stores/two/snapshot")).ShouldNotBe(tag);
        await _daemon.UntilMetric("""panelactors_events_total{source="two",type="panel_full"}""", 2);
        await TheFirstIsUntouched();
    }

    [Fact]
    public async Task Freshness_is_retuned_without_a_new_connection()
    {
        var board = _daemon.Feed.Board;
        await _daemon.Edit(
        [
            .. One, ("Sources:0:Freshness:WarnAfter", "00:20:00"), ("Sources:0:Freshness:StaleAfter", "00:30:00"),
            ("Sources:0:Required", "false"),
        ]);

        ((double)(await _daemon.Json("/api/heartbeat"))["stale_after"]!).ShouldBe(1800);
        _daemon.Feed.Board.ShouldBeSameAs(board);
        _daemon.Feed.IsRequired.ShouldBeFalse();
        await TheFirstIsUntouched();

        await _daemon.Edit(
        [
            .. One, ("Freshness:WarnAfter", "00:00:00.001"), ("Freshness:StaleAfter", "00:00:00.002"), ("Freshness:Tick", "00:00:00.005"),
        ]);
        await _daemon.UntilAnswer("/api/heartbeat", heartbeat => (string?)heartbeat["health"] == "stale");
        await UntilLogged("Health of one went from");
        await TheFirstIsUntouched();
    }

    [Fact]
    public async Task A_retuned_source_can_still_be_asked_and_restarted()
    {
        await _daemon.Edit([.. One, ("Freshness:StaleAfter", "00:30:00")]);
        using var answer = await _daemon.Post("/api/sources/one/restart");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _one.Disconnected;
        using var again = await _first.NextStream(Sse.Full(1, 1, """{"p":5}"""));
        await _daemon.UntilPanel("p", "5");
        _daemon.Connection.Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task An_edit_with_faults_is_refused_whole_and_said_once()
    {
        (string, string)[] bad = [.. Both, ("Sources:1:Url", "ftp://nowhere"), ("Sources:0:Freshness:StaleAfter", "soon")];
        await _daemon.Edit(bad);
        await _daemon.LookAtFile();
        await _daemon.LookAtFile();

        var faults = _daemon.LoggedWarnings();
        faults.Length.ShouldBe(3);
        faults[0].ShouldContain("is refused");
        faults.ShouldContain(line => line.Contains("PanelActors:Sources:1:Url", StringComparison.Ordinal));
        faults.ShouldContain(line => line.Contains("PanelActors:Sources:0:Freshness:StaleAfter", StringComparison.Ordinal));
        await _daemon.ShouldAnswer("/api/stores/two/snapshot", HttpStatusCode.NotFound);
        await TheFirstIsUntouched();

        await _daemon.Edit(Both);
        using var two = await _second.NextStream(Sse.Full(1, 1, "{}"));
        await Until("two", state => state.Status is not null);
        await TheFirstIsUntouched();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("""{"PanelActors": {"Sources": [""")]
    public async Task A_file_that_is_missing_or_half_written_changes_nothing(string? content)
    {
        await _daemon.Edit(content);
        await _daemon.LookAtFile();
        _daemon.LoggedWarnings().ShouldSatisfyAllConditions(
            static lines => lines.Length.ShouldBe(2, string.Join('\n', lines)),
            static lines => lines[0].ShouldContain("is refused"));
        await TheFirstIsUntouched();

        await _daemon.Edit(One);
        _daemon.LoggedWarnings().ShouldSatisfyAllConditions(
            static lines => lines.Length.ShouldBe(2, string.Join('\n', lines)),
            static lines => lines[0].ShouldContain("is refused"));
        await TheFirstIsUntouched();
    }

    [Fact]
    public async Task A_fault_beside_the_file_is_looked_at_again_until_it_is_gone()
    {
        using var folder = new TemporaryFolder();
        var token = Path.Combine(folder.Path, "token");
        await _daemon.Edit([.. Both, ("Sources:1:HeaderFiles:Authorization", token)]);
        _daemon.LoggedWarnings().Length.ShouldBe(2);

        folder.Write("token", "Bearer secret");
        await _daemon.LookAtFile();
        using var two = await _second.NextStream(Sse.Full(1, 1, "{}"));
        two.Header("Authorization").ShouldBe("Bearer secret");
        await TheFirstIsUntouched();
    }

    [Fact]
    public async Task Asked_to_read_the_file_again_it_logs_the_outcome_each_time()
    {
        await using var daemon = await Daemon.StartFromFile([.. One, .. Said]);
        await daemon.HangUp();
        await daemon.Edit([.. One, .. Said, ("Freshness:StaleAfter", "soon")]);
        await daemon.HangUp();
        await daemon.HangUp();
        await daemon.Edit([.. One, .. Said]);
        await daemon.HangUp();
        var file = Path.Combine(daemon.Folder, "panelactors.json");
        SaidAfterHangUp(daemon).ShouldBe(
        [
            $"SIGHUP: {file} changes nothing",
            $"SIGHUP: {file} is refused, the configuration before it goes on:",
            $"SIGHUP: {file} is refused, the configuration before it goes on:",
            $"SIGHUP: {file} changes nothing",
        ]);
    }

    [Fact]
    public async Task Where_there_is_no_file_to_read_again_it_logs_that()
    {
        await using var daemon = await Daemon.Start([.. One, .. Said]);
        await daemon.HangUp();
        SaidAfterHangUp(daemon).ShouldBe(["SIGHUP: There is no configuration file to read again"]);
    }

    [Fact]
    public async Task What_takes_effect_only_at_the_start_is_named()
    {
        await _daemon.Edit([.. One, ("Relay:MaxClients", "5"), ("Serilog:MinimumLevel", "Information")]);
        _daemon.LoggedWarnings().Single().ShouldEndWith("started again: PanelActors:Relay, Serilog");
        await TheFirstIsUntouched();
    }

    [Fact]
    public async Task A_composite_follows_its_members()
    {
        (string, string)[] all = [("Composites:0:Name", "all"), ("Composites:0:Members:0", "one"), ("Composites:0:Merge", "overlay")];
        await _daemon.Edit([.. One, .. all]);
        await Until("all", state => state.Status?.ToString() == """{"p":1}""");
        _daemon.Feed.Name.ShouldBe("all");
        var tag = await Tag("/api/snapshot");

        await _daemon.Edit([.. Both, .. all, ("Composites:0:Members:1", "two")]);
        using var two = await _second.NextStream(Sse.Full(1, 1, """{"q":2}"""));
        await Until("all", state => state.Status?.ToString() == """{"p":1,"q":2}""");

        await _daemon.Edit([.. Both, .. all, ("Composites:0:Members:1", "two"), ("Sources:1:Url", _second.At("/elsewhere").ToString())]);
        using var moved = await _second.NextStream(Sse.Full(1, 1, """{"q":3}"""));
        await Until("all", state => state.Status?.ToString() == """{"p":1,"q":3}""");

        await _daemon.Edit([.. One, .. all]);
        await Until("all", state => state.Status?.ToString() == """{"p":1}""");
        (await Tag("/api/snapshot")).ShouldNotBe(tag);
        await TheFirstIsUntouched("one");

        await _daemon.Edit(One);
        await _daemon.ShouldAnswer("/api/stores/all/snapshot", HttpStatusCode.NotFound);
        _daemon.Feed.Name.ShouldBe("one");
    }

    [Fact]
    public async Task The_built_in_feed_starts_when_a_source_first_uses_it()
    {
        await _daemon.Edit([.. One, ("Sources:1:Name", "market"), ("Sources:1:Url", "simulator:")]);
        await Until("market", state => state.Status is { Count: > 0 });
        await TheFirstIsUntouched();
    }

    [Fact]
    public async Task The_file_is_looked_at_without_being_asked_and_through_links()
    {
        _daemon.Link("linked", Both);
        using var two = await _second.NextStream(Sse.Full(1, 1, "{}"));

        _daemon.Rewrite("linked", [.. Both, ("Sources:1:Url", _second.At("/elsewhere").ToString())]);
        using var moved = await _second.NextStream(Sse.Full(1, 1, "{}"));
        moved.Path.ShouldBe("/elsewhere");
        await TheFirstIsUntouched();
    }

    [Fact]
    public async Task Where_states_are_kept_a_restarted_source_goes_on_with_its_own_and_a_moved_one_starts_cold()
    {
        using var folder = new TemporaryFolder();
        (string, string)[] kept = [.. Both, ("Persistence:Enabled", "true"), ("Persistence:Path", Path.Combine(folder.Path, "state.db"))];
        await using var daemon = await Daemon.StartFromFile(kept);
        using var one = await _first.NextStream(Sse.Full(1, 1, "{}"));
        using var two = await _second.NextStream(Sse.Full(1, 1, """{"q":2}"""));
        await Daemon.Until(daemon.Stores.All[1], state => state.Status is not null, "the baseline");

        await daemon.Edit([.. kept, ("Sources:1:DiffForm", "panel_op")]);
        daemon.Stores.All[1].Board.Current.State.Status!.ToString().ShouldBe("""{"q":2}""");
        using var resumed = await _second.NextConnection();
        (resumed.Query("last_id"), resumed.Query("force_full")).ShouldBe(("1", null));

        await daemon.Edit([.. kept, ("Sources:1:Url", _second.At("/elsewhere").ToString())]);
        daemon.Stores.All[1].Board.Current.State.Status.ShouldBeNull();
        using var moved = await _second.NextConnection();
        moved.Query("force_full").ShouldBe("1");
    }

    private async Task TheFirstIsUntouched(string name = "one")
    {
        var store = Store(name);
        (store.Connection!.Phase, store.Connection.Attempt).ShouldBe((ConnectionPhase.Open, 1));
        _one.IsDisconnected.ShouldBeFalse();
        _first.HasConnection.ShouldBeFalse();
        var generation = store.Board.Current.State.UiGeneration;
        await _one.Send(Sse.Diff(generation + 1, 1, """{"p":1}"""));
        await Until(name, state => state.UiGeneration == generation + 1);
    }

    private static (string, string)[] Said =>
    [
        ("Serilog:WriteTo:1:Args:restrictedToMinimumLevel", "Information"),
        ("Serilog:WriteTo:1:Args:outputTemplate", "{Message:lj}{NewLine}"),
    ];

    private static IEnumerable<string> SaidAfterHangUp(Daemon daemon) =>
        daemon.LoggedWarnings().Where(line => line.StartsWith("SIGHUP", StringComparison.Ordinal));

    private async Task UntilLogged(string text)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!_daemon.LoggedWarnings().Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private PanelActors.Stores.Store Store(string name) => _daemon.Stores.All.Single(store => store.Name == name);

    private Task<PanelState> Until(string store, Func<PanelState, bool> isLike) => Daemon.Until(Store(store), isLike, $"{store} like that");

    private async Task<string?> Tag(string path)
    {
        using var response = await _daemon.Http.GetAsync(path);
        return response.Headers.ETag?.ToString();
    }
}
