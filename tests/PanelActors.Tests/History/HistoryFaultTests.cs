using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using PanelActors.History;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.History;

/// <summary>A database that is locked, full or away holds nothing up, and loses nothing that there is room for.</summary>
public sealed class HistoryFaultTests
{
    [Theory]
    [InlineData(5, false)]
    [InlineData(8, false)]
    [InlineData(10, false)]
    [InlineData(11, false)]
    [InlineData(13, false)]
    [InlineData(18, true)]
    [InlineData(19, true)]
    public void Only_what_no_waiting_mends_is_given_up(int code, bool isRefusal) =>
        HistoryFault.IsRefusal(new SqliteException("", code)).ShouldBe(isRefusal);

    [Fact]
    public async Task What_happens_while_another_process_writes_to_the_file_is_written_afterwards()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, database.Keys);
        using var stream = await upstream.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        await daemon.UntilAnswer("/api/history?kind=baseline", Has(1));
        // Others may read, and nothing but this may write: a fault of the writing alone.
        await using (var holder = new SqliteConnection($"Data Source={database.File};Pooling=False"))
        {
            await holder.OpenAsync();
            await using var command = holder.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            await command.ExecuteNonQueryAsync();
            await stream.Send(Followup(2) + Sse.Diff(3, 1, """{"p":2}"""));
            await daemon.UntilPanel("p", "2");
            await UntilWarned(daemon, "The history cannot be written");
        }

        await daemon.UntilAnswer("/api/history?kind=followup", Has(1));
        (await daemon.Metrics())["panelactors_history_dropped_total{store=\"feed\",reason=\"refused\"}"].ShouldBe(0);
    }

    [Fact]
    public Task A_file_that_is_away_is_said_to_be_away_and_is_gone_on_with_afterwards() =>
        ComesBack(TemporaryDatabase.InFile.Create());

    [PostgresFact]
    public async Task A_PostgreSQL_that_is_away_is_said_to_be_away_and_is_gone_on_with_afterwards() =>
        await ComesBack(await TemporaryDatabase.InPostgres.CreateAsync());

    [SmallDiskFact]
    public async Task What_happens_while_the_disk_is_full_is_written_afterwards()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        Directory.CreateDirectory(database.Folder);
        using var disk = SmallDisk.Mount(database.Folder, kilobytes: 512);
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, [.. database.Keys, ("Persistence:Interval", "01:00:00")]);
        using var stream = await upstream.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        await daemon.UntilAnswer("/api/history?kind=baseline", Has(1));
        var filler = Path.Combine(database.Folder, "filler");
        Fill(filler);
        await stream.Send(string.Concat(Enumerable.Range(2, 200).Select(Followup)) + Sse.Diff(300, 1, """{"p":2}"""));
        await daemon.UntilPanel("p", "2");
        await UntilWarned(daemon, "The history cannot be written");
        File.Delete(filler);
        await daemon.UntilAnswer("/api/history?kind=followup&limit=1000", Has(200));
        (await daemon.Metrics())["panelactors_history_dropped_total{store=\"feed\",reason=\"refused\"}"].ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_was_taken_away_is_made_again()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, database.Keys);
        using var stream = await upstream.NextStream(Sse.Full(1, 1, """{"p":1}""") + Followup(2));
        await daemon.UntilAnswer("/api/history?kind=followup", Has(1));
        File.Delete(database.File);
        await stream.Send(Followup(3));
        await UntilFollowups(daemon, 1);
    }

    private static async Task ComesBack(TemporaryDatabase database)
    {
        await using var owned = database;
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, [.. database.Keys, ("Persistence:Interval", "01:00:00")]);
        using var stream = await upstream.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        await daemon.UntilAnswer("/api/history?kind=baseline", Has(1));
        await database.GoAway();
        await stream.Send(Followup(2) + Sse.Diff(3, 1, """{"p":2}"""));
        await daemon.UntilPanel("p", "2");
        foreach (var accept in (string[])["application/json", "text/csv"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/history");
            request.Headers.Add("Accept", accept);
            using var answer = await daemon.Http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter.ShouldNotBeNull();
            (await answer.Content.ReadAsStringAsync()).ShouldContain("cannot be read, since it");
        }

        await daemon.ShouldAnswer("/api/stores/feed/alerts", HttpStatusCode.OK);
        await UntilWarned(daemon, "The history cannot be written");
        await database.ComeBack();
        await UntilFollowups(daemon, 1);
    }

    private static string Followup(int id) => Sse.Envelope(
        id, "followup_alert", $$"""{"alert":{"severity":"warn","message":"m{{id}} {{new string('x', 900)}}"},"ts":{{1790000000 + id}}}""");

    private static void Fill(string path)
    {
        using var file = File.Create(path);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    // Also while it still answers 503.
    private static async Task UntilFollowups(Daemon daemon, int count)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (true)
        {
            using var answer = await daemon.Http.GetAsync("/api/history?kind=followup&limit=1000", patience.Token);
            if (answer.IsSuccessStatusCode && Has(count)(JsonNode.Parse(await answer.Content.ReadAsStringAsync(patience.Token))!)) return;
        }
    }

    private static async Task UntilWarned(Daemon daemon, string text)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!daemon.LoggedWarnings().Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static Func<JsonNode, bool> Has(int count) => page => page["items"]!.AsArray().Count == count;
}
