using CsCheck;
using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Persistence;

namespace PanelActors.Tests.History;

/// <summary>Pages of the history follow one another, whatever is asked for, and while it is trimmed and written.</summary>
public sealed class HistoryReaderTests
{
    private static readonly HistoryKind[] Kinds = [HistoryKind.Health, HistoryKind.Severity, HistoryKind.Followup];

    // Many of them at the same moment, of several stores, also with the same number.
    private static readonly Gen<HistoryEntry> AnyEntry = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 8], Gen.Int[0, 5], Gen.Int[0, 2]).Select(
        static (store, at, number, kind) => new HistoryEntry(
            NameOf(store), DateTimeOffset.UnixEpoch.AddSeconds(at), Kinds[kind], kind == 0 ? "INFO" : "WARN", "title", "", number));

    private static readonly Gen<(int Stores, int Limit, int? Kind, bool IsTrimmed)> AnyQuestion =
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 7], Gen.Int[-1, 2].Select(static kind => kind < 0 ? (int?)null : kind), Gen.Bool);

    [Fact]
    public Task Pages_have_every_entry_once_in_order_while_the_oldest_go_and_newer_ones_come() =>
        Gen.Select(AnyEntry.Array[0, 120], AnyQuestion).SampleAsync(async (entries, question) =>
        {
            await using var database = new HistoryDatabase(StateDatabase.InMemory());
            await Write(database, entries);
            var query = new HistoryQuery
            {
                Stores = [.. Enumerable.Range(0, question.Stores).Select(NameOf)],
                Kinds = question.Kind is { } kind ? [Kinds[kind]] : [],
                Limit = question.Limit,
            };
            var expected = entries.DistinctBy(static entry => (entry.Store, entry.At, entry.Number)).Where(Belongs)
                .OrderByDescending(static entry => entry.At).ThenByDescending(static entry => entry.Number)
                .ThenBy(static entry => entry.Store.Text, StringComparer.Ordinal).Select(Line).ToList();
            var (reader, seen) = (new HistoryReader(database), new List<string>());
            for (var before = (HistoryCursor?)null; ;)
            {
                var page = await reader.ReadAsync(query with { Before = before }, CancellationToken.None);
                seen.AddRange(page.Select(Line));
                if (page.Count < query.Limit) break;
                before = HistoryCursor.Parse(HistoryCursor.After(page[^1]).ToString());
                if (!question.IsTrimmed) continue;
                await database.UseAsync(
                    connection => HistoryTable.TrimAsync(connection, "store-0", DateTimeOffset.MaxValue, 1, CancellationToken.None),
                    CancellationToken.None);
                await Write(database, [Newer(seen.Count)]);
            }

            seen.ShouldBeUnique();
            if (!question.IsTrimmed) seen.ShouldBe(expected);
            else seen.ShouldBe(expected.Where(line => seen.Contains(line) || !line.StartsWith("store-0 ", StringComparison.Ordinal)));

            bool Belongs(HistoryEntry entry) =>
                query.Stores.Contains(entry.Store) && (query.Kinds.Count == 0 || query.Kinds.Contains(entry.Kind));
        }, iter: 150);

    private static StoreName NameOf(int number) => new($"store-{number}");

    private static string Line(HistoryEntry entry) =>
        FormattableString.Invariant($"{entry.Store} {HistoryEntry.Micros(entry.At)} {entry.Number}");

    private static HistoryEntry Newer(int number) => new(
        NameOf(1), DateTimeOffset.UnixEpoch.AddDays(1).AddSeconds(number), HistoryKind.Health, "INFO", "newer", "", number);

    private static Task<int> Write(HistoryDatabase database, IReadOnlyList<HistoryEntry> entries) => database.UseAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await HistoryTable.WriteAsync(transaction, entries, [], CancellationToken.None);
            await transaction.CommitAsync();
            return 0;
        },
        CancellationToken.None);
}
