using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PanelActors.Persistence;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The program, ended in every way there is, and started again.</summary>
public sealed class CrashTests
{
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(5);

    // Few for everyday, more in the CI.
    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("PANELACTORS_TEST_LIVES"), out var runs) ? runs : 4;

    [Fact]
    public async Task However_it_is_killed_what_it_serves_next_is_the_state_of_one_moment()
    {
        // Most of a run is its start, and two can start at a time.
        const int Places = 2;
        await Task.WhenAll(Enumerable.Range(0, Places).Select(place => RunAndKill(Runs, new Random(20261123 + place))));
    }

    [Fact]
    public async Task Told_to_stop_it_keeps_the_last_state_and_goes_within_five_seconds()
    {
        await using var place = new Place();
        await using (var program = place.Start("01:00:00"))
        {
            using var http = await program.ClientAsync();
            using var feed = await place.Upstream.NextStream();
            await feed.Send(CountingFeed.Frames(0, 60));
            await UntilObserved(http, 60);
            await program.TerminateAsync();
            (await program.EndAsync().WaitAsync(MaxStop)).Code.ShouldBe(0);
        }

        await using var next = place.Start("01:00:00");
        using var client = await next.ClientAsync();
        ShouldBeTheState(60, await Observed(client));
        using var again = await place.Upstream.NextConnection();
        LastEvent(again).ShouldBe(60);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_not_there_is_one_line_and_nothing_else_suffers()
    {
        await using var place = new Place();
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        await using var program = place.Start("01:00:00", port);
        using var http = await program.ClientAsync();
        using var feed = await place.Upstream.NextConnection();
        feed.Query("force_full").ShouldBe("1");
        await feed.AcceptStream();
        await feed.Send(CountingFeed.Frames(0, 60));
        await UntilObserved(http, 60);
        (await http.GetStringAsync("/metrics")).ShouldContain("panelactors_persistence_failures_total{source=\"feed\"} 1");
        await program.TerminateAsync();
        var (code, _, error) = await program.EndAsync().WaitAsync(MaxStop);
        (code, error).ShouldBe((0, ""));
        place.ShouldHaveLoggedOnce("The state of feed cannot be read (PostgreSQL: Connection refused)");
    }

    [Fact]
    public async Task A_PostgreSQL_that_never_answers_holds_up_neither_the_start_nor_the_stop_for_long()
    {
        await using var place = new Place();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await using var program = place.Start("00:00:01", ((IPEndPoint)silent.LocalEndpoint).Port);
        using var http = await program.ClientAsync();
        using var feed = await place.Upstream.NextStream();
        await feed.Send(CountingFeed.Frames(0, 60));
        await UntilObserved(http, 60);
        await program.TerminateAsync();
        (await program.EndAsync().WaitAsync(MaxStop)).Code.ShouldBe(0);
        place.ShouldHaveLoggedOnce("The state of feed cannot be read (PostgreSQL: ");
    }

    private static async Task RunAndKill(int runs, Random random)
    {
        await using var place = new Place();
        var resumed = new List<long>();
        for (; runs > 0; runs--)
        {
            await using var program = place.Start("00:00:00.005");
            using var http = await program.ClientAsync();
            using var feed = await place.Upstream.NextConnection();

            // The feed has sent nothing yet: what is served now is the saved state, of the event that the request resumes after.
            var last = LastEvent(feed);
            ShouldBeTheState(last, await Observed(http));
            last.ShouldBeGreaterThanOrEqualTo(resumed.LastOrDefault());
            feed.Query("force_full").ShouldBe(last == 0 ? "1" : null);
            resumed.Add(last);

            await feed.AcceptStream();
            // From the first save of this run on there is always another one under way, or just over.
            while (await place.SavedEvent() <= resumed[^1]) last = await SendSome(feed, last, 20, random);
            await SendSome(feed, last, random.Next(1, 100), random);
            await program.KillAsync();
        }

        resumed.ShouldBe(resumed.Distinct(), "a run that saved nothing");
    }

    private static async Task<long> SendSome(ScriptedConnection feed, long last, int sends, Random random)
    {
        for (; sends > 0; sends--)
        {
            var count = random.Next(1, 40);
            await feed.Send(CountingFeed.Frames(last, count));
            last += count;
        }

        return last;
    }

    private static long LastEvent(ScriptedConnection feed) => long.Parse(feed.Header("Last-Event-ID") ?? "0", CultureInfo.InvariantCulture);

    private static void ShouldBeTheState(long id, JsonNode observed)
    {
        var expected = CountingFeed.Expected(id);
        JsonNode.DeepEquals(observed, expected).ShouldBeTrue(
            $"{observed.ToJsonString()} instead of {expected.ToJsonString()} after event {id}");
    }

    private static async Task<JsonNode> Observed(HttpClient http) =>
        CountingFeed.Observed(JsonNode.Parse(await http.GetStringAsync("/api/snapshot"))!);

    private static async Task UntilObserved(HttpClient http, long id)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while ((long)(await Observed(http))["ui_generation"]! != id) patience.Token.ThrowIfCancellationRequested();
    }

    /// <summary>What one run after another has in common: the feed, the folder and the database.</summary>
    private sealed class Place : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly TemporaryDatabase _database = TemporaryDatabase.InFile.Create();

        public ScriptedUpstream Upstream { get; } = ScriptedUpstream.Start();

        public DaemonProcess Start(string interval, int? postgres = null)
        {
            List<(string, string)> environment =
                [("PANELACTORS__Persistence__Interval", interval),
                ("PANELACTORS__Persistence__Path", _database.Options.Path)];
            if (postgres is { } port)
            {
                environment.Add((
                    "PANELACTORS__Persistence__ConnectionString",
                    $"Host=127.0.0.1;Port={port};Username=panel;Password=s3cret;Database=panels"));
            }

            return DaemonProcess.Start(
                _folder.Path, ["run", "--urls", "http://127.0.0.1:0", "--source", $"feed={Upstream.Url}"], [.. environment]);
        }

        public async Task<long> SavedEvent() =>
            await _database.Rows() is [var row] && StateCodec.Decode(row.State, out var stored) == StateFault.None
                ? long.Parse(stored!.LastEventId!.Value.ToString(), CultureInfo.InvariantCulture)
                : 0;

        public void ShouldHaveLoggedOnce(string line)
        {
            var log = File.ReadAllText(Directory.GetFiles(Path.Combine(_folder.Path, "logs")).ShouldHaveSingleItem());
            log.Split(line).Length.ShouldBe(2, log);
            foreach (var trouble in new[] { " ERR ", " FTL ", "Exception", "s3cret" }) log.ShouldNotContain(trouble);
        }

        public async ValueTask DisposeAsync()
        {
            await Upstream.DisposeAsync();
            await _database.DisposeAsync();
            _folder.Dispose();
        }
    }
}
