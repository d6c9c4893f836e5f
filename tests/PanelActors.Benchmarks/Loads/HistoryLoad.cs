using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PanelActors.Benchmarks.Reports;
using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Persistence;

namespace PanelActors.Benchmarks.Loads;

/// <summary>A long history: how fast it is written, and how long each kind of page takes, in both databases.</summary>
public static class HistoryLoad
{
    /// <summary>The connection string of a PostgreSQL to fill, as for the tests.</summary>
    public const string Postgres = "PANELACTORS_TEST_POSTGRES";

    private const int Stores = 100;
    private const int Batch = 10_000;
    private const int Page = 100;
    private const string Allowed = "what a page may take";
    private const double AllowedMilliseconds = 50;
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private static readonly StoreName[] Names = [.. Enumerable.Range(0, Stores).Select(static i => new StoreName($"store-{i:000}"))];

    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var rows = settings.Events ?? (settings.IsShort ? 200_000 : 10_000_000);
        var report = new Report("history", string.Create(
            CultureInfo.InvariantCulture,
            $"{rows:N0} entries of {Stores} stores in the order of their times; pages of {Page}, each of other stores and times"));
        using var folder = new ScratchFolder();
        var path = Path.Combine(folder.Path, "history.db");
        await MeasureAsync(report, "SQLite", StateDatabase.Of(new PersistenceOptions { Path = path }), rows);
        report.Add("SQLite: the file", new FileInfo(path).Length / (double)rows, "B/entry");
        if (Environment.GetEnvironmentVariable(Postgres) is not { Length: > 0 } server)
        {
            report.Note($"PostgreSQL is left out: {Postgres} names none.");
            return report;
        }

        var name = $"panelactors_load_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        var own = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = true }.ToString();
        await MeasureAsync(report, "PostgreSQL", StateDatabase.Of(new PersistenceOptions { ConnectionString = own }), rows);
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(server, $"DROP DATABASE {name}");
        return report;
    }

    private static async Task MeasureAsync(Report report, string name, StateDatabase states, int rows)
    {
        await using var database = new HistoryDatabase(states);
        var clock = Stopwatch.StartNew();
        for (var first = 0; first < rows; first += Batch)
        {
            HistoryEntry[] batch = [.. Enumerable.Range(first, Math.Min(Batch, rows - first)).Select(Entry)];
            await database.UseAsync(
                async connection =>
                {
                    await using var transaction = await connection.BeginTransactionAsync();
                    await HistoryTable.WriteAsync(transaction, batch, [], CancellationToken.None);
                    await transaction.CommitAsync();
                    return 0;
                },
                CancellationToken.None);
        }

        report.Add($"{name}: written", rows / clock.Elapsed.TotalSeconds, "entries/s");
        var reader = new HistoryReader(database);
        var random = new Random(1);
        var end = Begin + (rows * Between);
        foreach (var (what, query) in Queries(random, end)) await PageAsync(report, $"{name}: {what}", reader, query, AllowedMilliseconds);
        // It has to look at every entry of the store: nothing indexes what texts contain.
        await PageAsync(
            report, $"{name}: one store, a text that nothing contains", reader,
            () => new HistoryQuery { Stores = [Any(random)], Text = "zzz", Limit = Page }, allowed: null);
        await TrimAsync(report, name, database, rows);
    }

    private static IEnumerable<(string What, Func<HistoryQuery> Query)> Queries(Random random, DateTimeOffset end)
    {
        yield return ("one store", () => new HistoryQuery { Stores = [Any(random)], Limit = Page });
        yield return ("one store, a rare kind", () => new HistoryQuery
        {
            Stores = [Any(random)],
            Kinds = [HistoryKind.Baseline],
            Limit = Page,
        });
        yield return ("one store, a level and two kinds", () => new HistoryQuery
        {
            Stores = [Any(random)],
            Levels = ["CRITICAL"],
            Kinds = [HistoryKind.Health, HistoryKind.Severity],
            Limit = Page,
        });
        yield return ("one store, from a cursor", () => new HistoryQuery
        {
            Stores = [Any(random)],
            Before = new HistoryCursor(HistoryEntry.Micros(When(random, end)), 0, "store-050"),
            Limit = Page,
        });
        yield return ("one store, a time long ago", () => new HistoryQuery
        {
            Stores = [Any(random)],
            From = Begin + TimeSpan.FromHours(1),
            To = Begin + TimeSpan.FromHours(9),
            Limit = Page,
        });
        yield return ("all stores", () => new HistoryQuery { Stores = Names, Limit = Page });
        yield return ("all stores, a level", () => new HistoryQuery { Stores = Names, Levels = ["CRITICAL"], Limit = Page });
        yield return ("all stores, a level that none has", () => new HistoryQuery { Stores = Names, Levels = ["NONE"], Limit = Page });
        yield return ("all stores, three kinds", () => new HistoryQuery
        {
            Stores = Names,
            Kinds = [HistoryKind.Health, HistoryKind.Severity, HistoryKind.Followup],
            Limit = Page,
        });
        yield return ("all stores, from a cursor", () => new HistoryQuery
        {
            Stores = Names,
            Before = new HistoryCursor(HistoryEntry.Micros(When(random, end)), 0, "store-050"),
            Limit = Page,
        });
        yield return ("all stores, a text that many contain", () => new HistoryQuery { Stores = Names, Text = "no event", Limit = Page });
    }

    private static async Task PageAsync(Report report, string what, HistoryReader reader, Func<HistoryQuery> query, double? allowed)
    {
        const int Times = 41;
        var times = new List<double>();
        for (var i = 0; i < (allowed is null ? 3 : Times); i++)
        {
            var clock = Stopwatch.StartNew();
            await reader.ReadAsync(query(), CancellationToken.None);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        report.Add($"{what}, median", Sides.Median(times), "ms");
        if (allowed is { } most) report.Add($"{what}, slowest of {Times}", times.Max(), "ms", Allowed, most, new Target(1, AtMost: true));
    }

    private static async Task TrimAsync(Report report, string name, HistoryDatabase database, int rows)
    {
        var clock = Stopwatch.StartNew();
        var trimmer = new HistoryTrimmer(database, new HistoryOptions { MaxRows = rows / Stores / 2, Keep = TimeSpan.FromDays(9999) });
        await trimmer.TrimAsync(Begin, CancellationToken.None);
        report.Add($"{name}: the first round of trimming, which counts", clock.Elapsed.TotalMilliseconds, "ms");
        clock.Restart();
        await trimmer.TrimAsync(Begin, CancellationToken.None);
        report.Add($"{name}: another, which deletes 50,000 entries at most", clock.Elapsed.TotalMilliseconds, "ms");
    }

    private static async Task ExecuteAsync(string server, string statement)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static StoreName Any(Random random) => Names[random.Next(Stores)];

    private static DateTimeOffset When(Random random, DateTimeOffset end) => Begin + ((end - Begin) * random.NextDouble());

    private static HistoryEntry Entry(int index)
    {
        var (kind, level, title, detail) = (int)(((uint)index * 2_654_435_761u >> 8) % 50) switch
        {
            0 => (HistoryKind.Baseline, "INFO", "got", "generation 7"),
            < 5 => (HistoryKind.Health, "CRITICAL", "stale", "no event for 30 s"),
            < 10 => (HistoryKind.Health, "INFO", "ok", ""),
            < 15 => (HistoryKind.Severity, "CRITICAL", "volume_spike critical", "volume is 12 times its mean"),
            < 25 => (HistoryKind.Severity, "WARN", "iv_skew warn", "skew is 3.2"),
            < 45 => (HistoryKind.Followup, "WARN", "iv", "implied volatility has fallen by a tenth within five minutes"),
            _ => (HistoryKind.Connection, "INFO", "open", "https://feed.example.org/events"),
        };
        return new HistoryEntry(Names[index % Stores], Begin + (index * Between), kind, level, title, detail, index);
    }
}
