using System.Globalization;

namespace PanelActors.Http.Access;

/// <summary>
/// The sessions that were logged out before their time: a copy of their cookie is worth nothing, also after a restart. Kept in a file,
/// one session and the time of its end a line. For any thread.
/// </summary>
/// <param name="file">The file; null to keep them in memory alone.</param>
internal sealed class EndedSessions(string? file)
{
    /// <summary>How many are kept. Beyond it, all sessions end that began before.</summary>
    public const int Max = 10_000;

    private const string Before = "before";

    private readonly Dictionary<Guid, DateTimeOffset> _ended = [];
    private readonly Lock _gate = new();
    private DateTimeOffset _before = DateTimeOffset.MinValue;
    private bool _isLoaded;

    /// <summary>Whether a session has ended that began at <paramref name="begun"/>.</summary>
    public bool Contains(Guid session, DateTimeOffset begun)
    {
        lock (_gate)
        {
            Load();
            return begun <= _before || _ended.ContainsKey(session);
        }
    }

    /// <summary>Ends a session, which would have ended by itself at <paramref name="expires"/>.</summary>
    /// <exception cref="IOException">That cannot be kept over a restart; it has ended all the same.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Add(Guid session, DateTimeOffset expires, DateTimeOffset now)
    {
        lock (_gate)
        {
            Load();
            foreach (var over in _ended.Where(entry => entry.Value <= now).Select(static entry => entry.Key).ToArray()) _ended.Remove(over);
            if (_ended.Count >= Max)
            {
                _ended.Clear();
                _before = now;
            }

            _ended[session] = expires;
            Save();
        }
    }

    private void Save()
    {
        if (file is null) return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var beside = $"{file}.tmp";
        File.WriteAllLines(beside,
        [
            Line(Before, _before),
            .. _ended.Select(static entry => Line(entry.Key.ToString("N"), entry.Value)),
        ]);
        File.Move(beside, file, overwrite: true);
    }

    private void Load()
    {
        if (_isLoaded) return;
        _isLoaded = true;
        if (file is null || !File.Exists(file)) return;
        foreach (var line in File.ReadLines(file))
        {
            if (line.Split(' ') is not [var name, var seconds]
                || !long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time))
            {
                continue;
            }

            if (name == Before) _before = DateTimeOffset.FromUnixTimeSeconds(time);
            else if (Guid.TryParseExact(name, "N", out var session)) _ended[session] = DateTimeOffset.FromUnixTimeSeconds(time);
        }
    }

    private static string Line(string name, DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {time.ToUnixTimeSeconds()}");
}
