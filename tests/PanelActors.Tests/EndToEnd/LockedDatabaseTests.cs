using PanelActors.Persistence;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The program beside a process that holds its database.</summary>
public sealed class LockedDatabaseTests
{
    [Fact]
    public async Task Saves_that_fail_are_one_line_in_the_whole_log_and_the_saved_state_stays()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var database = TemporaryDatabase.InFile.Create();
        using var folder = new TemporaryFolder();
        await using var program = DaemonProcess.Start(
            folder.Path, ["run", "--urls", "http://127.0.0.1:0", "--source", $"feed={upstream.Url}"],
            ("PANELACTORS__Persistence__Path", database.File), ("PANELACTORS__Persistence__Interval", "00:00:00.100"),
            ("PANELACTORS__Reconnect__IdleTimeout", "00:10:00"));
        using var http = await program.ClientAsync();
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 1, """{"p":1}"""));
        await database.Until(stored => stored.LastEventId == EventId.Of("1"));
        await using (await database.Hold())
        {
            await feed.Send(Sse.Diff(2, 1, """{"p":2}"""));
            // More than it takes to open a circuit breaker.
            await UntilFailed(http, 7);
        }

        (await database.Until(stored => stored.LastEventId == EventId.Of("2"))).State.Status!.ToString().ShouldBe("""{"p":2}""");
        await program.TerminateAsync();
        var (code, output, error) = await program.EndAsync();
        (code, error).ShouldBe((0, ""));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(' ') + 1)..]).ToList();
        // The history is in the same database, and says so at most once, where it had something to write meanwhile.
        lines.Count(OfHistory).ShouldBeLessThanOrEqualTo(1);
        lines.Where(line => !line.StartsWith("INF ", StringComparison.Ordinal) && !OfHistory(line)).ShouldHaveSingleItem().ShouldBe(
            $"WRN The state of feed cannot be saved ({StateDatabase.Of(database.Options).Name}: SQLite Error 5: 'database is locked'.)");
    }

    private static bool OfHistory(string line) => line.StartsWith("WRN The history cannot be written (", StringComparison.Ordinal);

    private static async Task UntilFailed(HttpClient http, int times)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        double? failed = null;
        while (!(failed >= times))
        {
            var scrape = new Scrape(await http.GetStringAsync("/metrics", patience.Token));
            failed = scrape["""panelactors_persistence_failures_total{source="feed"}"""];
        }
    }
}
