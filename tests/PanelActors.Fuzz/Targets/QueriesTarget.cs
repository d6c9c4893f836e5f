using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using PanelActors.History;
using PanelActors.Http;
using PanelActors.Relay;

namespace PanelActors.Fuzz.Targets;

/// <summary>
/// Query strings: each is a query within its bounds, or one printable line that says what is wrong. Times, cursors, paths and positions
/// are what they say they are.
/// </summary>
internal static class QueriesTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var query = new QueryCollection(QueryHelpers.ParseQuery(text));
        CheckHistory(query);
        CheckSeries(query);
        CheckRelay(query);
        foreach (var value in query.SelectMany(static pair => pair.Value).Append(text)) CheckText(value ?? "");
    }

    private static void CheckHistory(QueryCollection query)
    {
        var (read, fault) = HistoryParameters.Read(query, ["market"]);
        RequireEither(read, fault);
        if (read is null) return;
        Require.That(read.Limit is >= 1 and <= HistoryParameters.MaxLimit, "a limit out of its range");
        Require.That(read.From is null || read.To is null || read.From <= read.To, "a span that ends before it begins");
        Require.Equal(read.Kinds.Count, read.Kinds.Distinct().Count(), "each kind once");
    }

    private static void CheckSeries(QueryCollection query)
    {
        var (read, fault) = SeriesParameters.Read(query);
        RequireEither(read, fault);
        if (read is null) return;
        Require.That(read.Points is >= 1 and <= SeriesParameters.MaxPoints, "a number of points out of its range");
        Require.That(read.Paths.Count > 0, "a query for nothing");
    }

    private static void CheckRelay(QueryCollection query)
    {
        var request = RelayRequest.Read(query["types"], null, query["last_id"], query["force_full"]);
        Require.That(request.After is null or > 0, "a position that no relay gives");
        Require.That(request.After is null || !request.IsUnreadable, "an unreadable position is known");
    }

    private static void CheckText(string text)
    {
        if (QueryTime.Parse(text) is { } time)
        {
            var written = time.ToString("O");
            Require.That(QueryTime.Parse(written) is { } same && same == time, "a time as it is written is another");
        }

        if (HistoryCursor.Parse(text) is { } cursor)
            Require.Equal(cursor, HistoryCursor.Parse(cursor.ToString()), "a cursor as it is written");
        if (EventId.Of(text) is { } id) Require.Equal(id, EventId.Of(id.ToString())!.Value, "an id as it is written");
        if (SeriesPath.Parse(text) is not { } path) return;
        Require.That(path.Matches(text), "a path does not match itself");
        Require.That(SeriesPath.Parse(SeriesPath.Append(text, text)) is not null, "a longer path is none");
    }

    private static void RequireEither(object? read, string? fault)
    {
        Require.That((read is null) != (fault is null), "neither a query nor a fault, or both");
        Require.That(fault is null || !fault.Any(char.IsControl), "a fault is not one line of printable text");
    }
}
