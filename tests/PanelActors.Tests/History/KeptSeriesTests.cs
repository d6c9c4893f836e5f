using PanelActors.History;
using PanelActors.Persistence;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;
using PanelActors.Tree;

namespace PanelActors.Tests.History;

/// <summary>Numbers that are kept in the database, over restarts, silence and a clock that is set back.</summary>
public sealed class KeptSeriesTests
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    [Fact]
    public Task Parts_of_one_step_are_put_together_in_a_file() => ArePutTogether(TemporaryDatabase.InFile.Create());

    [PostgresFact]
    public async Task Parts_of_one_step_are_put_together_in_PostgreSQL() =>
        await ArePutTogether(await TemporaryDatabase.InPostgres.CreateAsync());

    [Fact]
    public Task Old_samples_go_and_with_the_last_the_path_in_a_file() => AreTrimmed(TemporaryDatabase.InFile.Create());

    [PostgresFact]
    public async Task Old_samples_go_and_with_the_last_the_path_in_PostgreSQL() =>
        await AreTrimmed(await TemporaryDatabase.InPostgres.CreateAsync());

    [Fact]
    public void Silence_is_known_before_a_step_is_summed_up()
    {
        var series = new StoreSeries(60, 10);
        for (var step = 1; step <= 5; step++) series.Sample(PanelObject.Parse("""{"x":1}"""), step, null, unsettled: 4);
        series.SettledStep.ShouldBe(1);
        for (var step = 6; step <= 9; step++) series.Sample(PanelObject.Parse("""{"x":1}"""), step, 5, unsettled: 4);
        var values = new double[series.SettledStep];
        series.Read("/x", 1, values);
        values.ShouldBe([1, 1, 1, 1, 1]);
    }

    [Theory]
    [InlineData(0, 99, 100, 1)]
    [InlineData(0, 100, 100, 2)]
    [InlineData(95, 105, 2, 10)]
    public void No_answer_has_more_points_than_are_asked_for(long first, long last, int most, int least)
    {
        var width = SeriesPoints.WidthOf(first, last, most);
        ((last / width) - (first / width) + 1).ShouldBeLessThanOrEqualTo(most);
        width.ShouldBeGreaterThanOrEqualTo(Math.Min(width, least));
    }

    [Fact]
    public void Deep_places_are_bounded_and_counted()
    {
        var series = new StoreSeries(60, 10);
        var name = new string('n', 64 * 1024);
        series.Sample(PanelObject.Parse($$"""{"{{name}}":1,"x":2}"""), 1, null).ShouldBe(1);
        series.Count.ShouldBe(1);
        series.Evicted.ShouldBe(1);
        series.Bytes.ShouldBeLessThan(4096);
    }

    [Fact]
    public void A_feed_with_new_names_without_end_takes_no_more_memory_than_one_with_the_same()
    {
        var series = new StoreSeries(60, 100);
        long most = 0;
        for (var step = 1; step <= 2000; step++)
        {
            series.Sample(PanelObject.Parse("{\"a" + step + "\":{\"b\":{\"c\":" + step + "}}}"), step, null);
            most = Math.Max(most, series.Bytes);
        }

        series.Count.ShouldBe(100);
        most.ShouldBeLessThan(100 * 2048);
        for (var i = 0; i < 100; i++) series.Evict();
        series.Bytes.ShouldBe(0);
    }

    private static async Task ArePutTogether(TemporaryDatabase database)
    {
        await using var owned = database;
        await using var history = new HistoryDatabase(StateDatabase.Of(database.Options));
        var commit = new HistoryCommit(history, new HistoryMetrics());
        var row = RowOf(TimeSpan.FromDays(1));
        // Twice in one batch, as after a clock that was set back, and again in another, as after a restart.
        await Write(commit, new SampleRow(row, Epoch, 2, 4, 3), new SampleRow(row, Epoch, 1, 3, 2));
        await Write(commit, new SampleRow(row, Epoch, 3, 9, 5), new SampleRow(row, Epoch.AddSeconds(10), 7, 7, 7));
        var points = await history.UseAsync(
            connection => SeriesTable.ReadAsync(
                connection, row.Id, Epoch, Epoch.AddHours(1), TimeSpan.FromSeconds(10), CancellationToken.None),
            CancellationToken.None);
        points.ShouldBe([new SeriesPoint(Epoch, 1, 9, 5), new SeriesPoint(Epoch.AddSeconds(10), 7, 7, 7)]);
        points = await history.UseAsync(
            connection => SeriesTable.ReadAsync(
                connection, row.Id, Epoch, Epoch.AddHours(1), TimeSpan.FromSeconds(20), CancellationToken.None),
            CancellationToken.None);
        points.ShouldBe([new SeriesPoint(Epoch, 1, 9, 7)]);
    }

    private static async Task AreTrimmed(TemporaryDatabase database)
    {
        await using var owned = database;
        await using var history = new HistoryDatabase(StateDatabase.Of(database.Options));
        var commit = new HistoryCommit(history, new HistoryMetrics());
        var row = RowOf(TimeSpan.FromHours(1));
        await Write(commit, [.. Enumerable.Range(0, 25_000).Select(i => new SampleRow(row, Epoch.AddMilliseconds(i * 100), i, i, i))]);
        (await SeriesTable.TrimAsync(history, Epoch.AddHours(1).AddSeconds(2400), CancellationToken.None)).ShouldBe(24_000);
        (await Paths()).ShouldBe(["/x"]);
        (await SeriesTable.TrimAsync(history, Epoch.AddDays(1), CancellationToken.None)).ShouldBe(1000);
        (await Paths()).ShouldBeEmpty();

        Task<List<string>> Paths() => history.UseAsync(
            connection => SeriesTable.PathsAsync(connection, "feed", CancellationToken.None), CancellationToken.None);
    }

    private static SeriesRow RowOf(TimeSpan keep) => new(KeptSeries.IdOf("feed", "/x", TimeSpan.FromSeconds(10)), "feed", "/x", keep);

    private static Task<IReadOnlyDictionary<string, int>> Write(HistoryCommit commit, params SampleRow[] samples)
    {
        var batch = new HistoryBatch();
        batch.Samples.AddRange(samples);
        return commit.WriteAsync(batch, CancellationToken.None);
    }
}
