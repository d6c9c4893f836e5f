using PanelActors.History;

namespace PanelActors.Tests.History;

/// <summary>What waits while the database is away (specification 11.2).</summary>
public sealed class HistoryBatchTests
{
    [Fact]
    public void What_is_too_much_goes_and_is_counted()
    {
        var (batch, series) = (new HistoryBatch(), new SeriesRow(1, "feed", "/p/v", TimeSpan.FromDays(1)));
        for (var i = 0; i < 5; i++)
        {
            batch.Entries.Add(HistoryEntry.Of("feed", DateTimeOffset.UnixEpoch, HistoryKind.Followup, "INFO", $"{i}", ""));
            batch.Outbox.Add(new OutboxRow("desk", i, "feed", $"{i}", DateTimeOffset.UnixEpoch, "{}"));
            batch.Notified.Add(new NotifiedRow("desk", "feed", "health", $"{i}", DateTimeOffset.UnixEpoch));
            batch.Samples.Add(new SampleRow(series, DateTimeOffset.UnixEpoch, i, i, i));
        }

        var (lost, missed, unsent) = (new List<string>(), new List<double>(), new List<string>());
        batch.Bound(3, entry => lost.Add(entry.Title), sample => missed.Add(sample.Last), row => unsent.Add(row.Id));
        (string.Join(' ', lost), string.Join(' ', missed), string.Join(' ', unsent)).ShouldBe(("3 4", "3 4", "0 1"));
        string.Join(' ', batch.Entries.Select(static entry => entry.Title)).ShouldBe("0 1 2");
        string.Join(' ', batch.Outbox.Select(static row => row.Id)).ShouldBe("2 3 4");
        batch.Notified.ShouldHaveSingleItem().Value.ShouldBe("4");
        batch.Samples.Count.ShouldBe(3);
    }

    [Fact]
    public void What_finds_room_stays_as_it_is()
    {
        var batch = new HistoryBatch();
        batch.Outbox.Add(new OutboxRow("desk", 1, "feed", "1", DateTimeOffset.UnixEpoch, "{}"));
        batch.Notified.Add(new NotifiedRow("desk", "feed", "health", "ok", DateTimeOffset.UnixEpoch));
        batch.Notified.Add(new NotifiedRow("desk", "feed", "health", "stale", DateTimeOffset.UnixEpoch));
        batch.Bound(3, Unwanted, Unwanted, Unwanted);
        (batch.Outbox.Count, batch.Notified.Count).ShouldBe((1, 2));

        static void Unwanted<T>(T gone) => throw new InvalidOperationException($"{gone}");
    }
}
