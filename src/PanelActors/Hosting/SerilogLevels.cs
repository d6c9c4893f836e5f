using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Extensions.Logging;
using ISerilog = Serilog.ILogger;

namespace PanelActors.Hosting;

/// <summary>Which lines are logged where the section <c>Serilog</c> says so, for what is written beside Serilog. For any thread.</summary>
internal sealed class SerilogLevels(ISerilog logger)
{
    private readonly ConcurrentDictionary<string, ISerilog> _loggers = new();

    public bool IsEnabled(string category, LogLevel level) =>
        level != LogLevel.None && LoggerOf(category).IsEnabled(LevelConvert.ToSerilogLevel(level));

    private ISerilog LoggerOf(string category) => _loggers.TryGetValue(category, out var known)
        ? known
        : _loggers.GetOrAdd(category, logger.ForContext(Constants.SourceContextPropertyName, category));
}
