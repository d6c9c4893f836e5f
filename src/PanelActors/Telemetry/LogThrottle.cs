using System.Collections.Concurrent;
using System.Globalization;

namespace PanelActors.Telemetry;

/// <summary>
/// Lets the first line of a kind through at once, and after that one in each <paramref name="interval"/>, with the number of lines
/// that were held back. The caller keeps the number of kinds small.
/// </summary>
internal sealed class LogThrottle(TimeProvider time, TimeSpan interval)
{
    private readonly ConcurrentDictionary<string, Kind> _kinds = new();

    /// <summary>Whether a line of <paramref name="kind"/> may be written now, and how many were held back since the last one.</summary>
    public bool TryPass(string kind, out long heldBack)
    {
        var entry = _kinds.GetOrAdd(kind, static _ => new Kind());
        lock (entry)
        {
            var now = time.GetTimestamp();
            if (entry.Last is { } last && time.GetElapsedTime(last, now) < interval)
            {
                entry.HeldBack++;
                heldBack = 0;
                return false;
            }

            heldBack = entry.HeldBack;
            (entry.Last, entry.HeldBack) = (now, 0);
            return true;
        }
    }

    /// <summary>The end of such a line; empty where none were held back.</summary>
    public static string More(long heldBack) =>
        heldBack == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {heldBack} more since the last line");

    private sealed class Kind
    {
        public long? Last;
        public long HeldBack;
    }
}
