using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>
/// The <see cref="AccessTable"/> in force. It follows the configuration, and looks at the files that this names: a key that is taken out
/// of its file ends what is done with it. Changed by one caller at a time, read on any thread.
/// </summary>
internal sealed class AccessControl : IReconfigurable
{
    /// <summary>How often the files are looked at: the streams of a key that is gone end within two seconds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // A file that is being replaced may be missing for a moment; one that is still missing at the next look counts as empty.
    private const int MaxMisses = 2;

    private readonly ILogger<AccessControl> _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _misses = [];
    private PanelActorsOptions _options;
    private Dictionary<string, string> _texts;
    private IReadOnlyList<string> _warned = [];
    private volatile AccessTable _current;

    /// <param name="options">A configuration without faults.</param>
    /// <param name="log">Where changes are logged.</param>
    /// <exception cref="ArgumentException">A file that it names cannot be used.</exception>
    public AccessControl(PanelActorsOptions options, ILogger<AccessControl> log)
    {
        (_options, _log) = (options, log);
        var faults = new FaultList();
        (_texts, _current) = Load(options, faults);
        if (faults.Faults.Count > 0) throw new ArgumentException(string.Join("; ", faults.Faults), nameof(options));
    }

    public AccessTable Current => _current;

    /// <summary>Finds what prevents a start with these options in the files that <c>Access</c> names.</summary>
    public static void Check(PanelActorsOptions options, FaultList faults) => Load(options, faults);

    /// <inheritdoc/>
    public Action? Prepare(PanelActorsOptions next, FaultList faults)
    {
        var (texts, table) = Load(next, faults);
        lock (_gate)
        {
            var areTextsSame = texts.Count == _texts.Count && texts.All(text => _texts.GetValueOrDefault(text.Key) == text.Value);
            if (areTextsSame && IsSame(_options, next)) return null;
        }

        return () =>
        {
            lock (_gate)
            {
                (_options, _texts, _current, _warned) = (next, texts, table, []);
                _misses.Clear();
            }

            _log.LogInformation("Access is decided by the new configuration");
        };
    }

    /// <summary>Looks at the files, and takes over what has changed in them.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            var files = AccessReader.FilesOf(_options);
            if (files.Count == 0) return;
            var warnings = new List<string>();
            var texts = new Dictionary<string, string>();
            foreach (var (path, key) in files) texts[path] = Look(path, key, warnings);
            if (texts.Any(text => _texts[text.Key] != text.Value))
            {
                var faults = new FaultList();
                var table = AccessReader.Read(_options, texts, faults);
                if (faults.Faults.Count == 0)
                {
                    (_texts, _current) = (texts, table);
                    _log.LogInformation("The files that Access names have changed; it is decided by them from now on");
                }
                else
                {
                    warnings.AddRange(faults.Faults.Select(static fault => $"{fault}. What was read before goes on"));
                }
            }

            Warn(warnings);
        }
    }

    private string Look(string path, string key, List<string> warnings)
    {
        try
        {
            var text = KeyFile.ReadText(path);
            _misses.Remove(path);
            return text;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            var misses = _misses[path] = Math.Min(MaxMisses, _misses.GetValueOrDefault(path) + 1);
            if (misses < MaxMisses) return _texts[path];
            warnings.Add($"{key}: {path} is missing, and counts as empty");
            return "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            warnings.Add($"{key}: {path} cannot be read, what was read before goes on: {fault.Message}");
            return _texts[path];
        }
    }

    // Each fault once, and again after it was mended.
    private void Warn(IReadOnlyList<string> warnings)
    {
        if (warnings.SequenceEqual(_warned)) return;
        foreach (var warning in warnings.Except(_warned)) _log.LogWarning("{Warning:l}", LogText.Line(warning));
        _warned = warnings;
    }

    private static bool IsSame(PanelActorsOptions one, PanelActorsOptions other) =>
        one.Tls.ClientCaFile == other.Tls.ClientCaFile
        && (one.Access, other.Access) switch
        {
            (null, null) => true,
            ({ } before, { } after) => KeyDifference.Between(before, after) == KeyEffect.Unstated,
            _ => false,
        };

    private static (Dictionary<string, string> Texts, AccessTable Table) Load(PanelActorsOptions options, FaultList faults)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (path, key) in AccessReader.FilesOf(options))
        {
            try
            {
                texts[path] = KeyFile.ReadText(path);
                faults.Require(texts[path].AsSpan().Trim().Length > 0, key, path, "a file that is not empty");
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                texts[path] = "";
                faults.Add(key, path, $"a file that can be read ({fault.Message})");
            }
        }

        return (texts, AccessReader.Read(options, texts, faults));
    }
}
