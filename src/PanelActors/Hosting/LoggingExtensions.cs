using PanelActors.Configuration;
using Serilog.Extensions.Logging;

namespace PanelActors.Hosting;

/// <summary>The log of the host: lines pass one gate of levels, and then go to all that write them.</summary>
internal static class LoggingExtensions
{
    /// <summary>Has everything logged to <paramref name="logger"/>, which ends with the host.</summary>
    /// <param name="builder">The application to be.</param>
    /// <param name="loaded">A configuration without faults.</param>
    /// <param name="logger">The log.</param>
    public static void AddDaemonLog(this WebApplicationBuilder builder, LoadedConfiguration loaded, PrintableLogger logger)
    {
        var services = builder.Services;
        var levels = new LogLevels(loaded.Checked.Options);
        services.AddSingleton<IReconfigurable>(levels);
        Func<string, LogLevel, bool> isEnabled =
            LogRules.HasSerilogLevels(loaded.Root) ? new SerilogLevels(logger).IsEnabled : levels.IsEnabled;
        builder.Logging.ClearProviders();
        // Made by the container, which then disposes of it.
        services.AddSingleton<ILoggerProvider>(_ => new SerilogLoggerProvider(logger, dispose: true));
        // In place of all rules, also of those that a section Logging would have.
        services.PostConfigure<LoggerFilterOptions>(filter =>
        {
            filter.MinLevel = LogLevel.Trace;
            filter.Rules.Clear();
            filter.Rules.Add(new LoggerFilterRule(null, null, null, (_, category, level) => isEnabled(category ?? "", level)));
        });
        // Lines of a request would otherwise get a scope for its activity.
        services.Configure<LoggerFactoryOptions>(static factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.None);
    }
}
