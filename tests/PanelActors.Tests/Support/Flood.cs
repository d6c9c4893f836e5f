using System.Globalization;
using System.Text;

namespace PanelActors.Tests.Support;

/// <summary>
/// A feed that never pauses: good events with rubbish between them, as fast as the socket takes them. Its baselines contradict what
/// is known, and to compare the two costs the state more than reading costs the reader: a queue between them would grow if it could.
/// </summary>
public sealed class Flood
{
    /// <summary>Diffs in a round, all of which can be applied; as many baselines, and one each of two frames that cannot be read.</summary>
    public const int DiffsInRound = 4;

    private const int Rows = 100;

    // Below the size of the large object heap, so that the sending itself leaves little behind.
    private readonly byte[] _round = Encoding.UTF8.GetBytes(Round());

    /// <summary>Rounds sent so far.</summary>
    public long Rounds { get; private set; }

    /// <summary>
    /// Sends until at least <paramref name="bytes"/> were taken, or <paramref name="stop"/> is set; then the last round is whole.
    /// </summary>
    public async Task Send(ScriptedConnection feed, long bytes = long.MaxValue, CancellationToken stop = default)
    {
        for (var sent = 0L; sent < bytes && !stop.IsCancellationRequested; sent += _round.Length, Rounds++) await feed.Send(_round);
    }

    private static string Round()
    {
        var round = new StringBuilder();
        for (var full = 0; full < DiffsInRound; full++)
        {
            var text = new string((char)('a' + full), 120);
            var rows = Enumerable.Range(0, Rows).Select(
                row => string.Create(CultureInfo.InvariantCulture, $"\"row{row}\":{{\"ltp\":{row},\"text\":\"{text}\"}}"));
            round.Append(Sse.Full(7, 1, $"{{\"book\":{{{string.Join(',', rows)}}}}}"));
            round.Append(Sse.Diff(8, 1, """{"book":{"row0":{"ltp":-1}}}"""));
        }

        return round.Append(Sse.Event(9, "{\"type\":\"panel_diff\",")).Append(Sse.Event(10, "[]")).ToString();
    }
}
