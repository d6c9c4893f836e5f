using System.Collections.Concurrent;
using PanelActors.Configuration;

namespace PanelActors.Hosting;

/// <summary>
/// Which lines are logged, by the configuration in force: of each category, those from the level on that the longest known name above it
/// has. For any thread.
/// </summary>
internal sealed class LogLevels(PanelActorsOptions options) : IReconfigurable
{
    // Quiet where a library says more than an operator wants; a configuration overrides exactly these names.
    private static readonly (string Category, LogLevel Level)[] Quiet =
    [
        ("Akka", LogLevel.Warning),
        ("Microsoft", LogLevel.Warning),
        ("System", LogLevel.Warning),
        // It logs nothing above Information, and where it is on at all each request gets a scope and an activity, which live as long as
        // a subscriber stays.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None),
        // What it would say of credentials is in the audit, without their content; of keys that are not encrypted, that this is so.
        ("Microsoft.AspNetCore.Authentication", LogLevel.None),
        ("Microsoft.AspNetCore.DataProtection", LogLevel.Error),
    ];

    private volatile Rules _rules = new(options.Log);

    public bool IsEnabled(string category, LogLevel level) => level >= _rules.LeastOf(category);

    /// <inheritdoc/>
    public Action? Prepare(PanelActorsOptions next, FaultList faults) =>
        KeyDifference.Between(_rules.Options, next.Log, nameof(LogOptions.Format)) == KeyEffect.Unstated
            ? null
            : () => _rules = new Rules(next.Log);

    private sealed class Rules
    {
        private readonly Dictionary<string, LogLevel> _levels = new(StringComparer.OrdinalIgnoreCase);
        private readonly LogLevel _default;

        // Categories are named after types, so there are only so many.
        private readonly ConcurrentDictionary<string, LogLevel> _found = new();

        public Rules(LogOptions options)
        {
            (Options, _default) = (options, LevelOf(options.Level));
            foreach (var (category, level) in Quiet) _levels[category] = level > _default ? level : _default;
            foreach (var (category, level) in options.Levels)
                _levels[category] = LevelOf((LogThreshold)Spelling.Parse(typeof(LogThreshold), level)!);
        }

        public LogOptions Options { get; }

        public LogLevel LeastOf(string category) =>
            _found.TryGetValue(category, out var level) ? level : _found.GetOrAdd(category, Find(category));

        private LogLevel Find(string category)
        {
            for (var name = category; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('.'))])
            {
                if (_levels.TryGetValue(name, out var level)) return level;
            }

            return _default;
        }

        private static LogLevel LevelOf(LogThreshold threshold) => threshold switch
        {
            LogThreshold.Debug => LogLevel.Debug,
            LogThreshold.Warning => LogLevel.Warning,
            LogThreshold.Error => LogLevel.Error,
            _ => LogLevel.Information,
        };
    }
}
