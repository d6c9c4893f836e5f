using System.Globalization;
using System.Net.Sockets;
using PanelActors.Configuration;
using Serilog;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;
using Serilog.Settings.Configuration;

namespace PanelActors.Hosting;

/// <summary>What writes the daemon's log: the console as section <c>Log</c> says, and what section <c>Serilog</c> adds.</summary>
internal static class DaemonLogging
{
    private const string Line = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Message:lj}{NewLine}{Exception}";

    // Logged by the generic host with the whole stack before its StartAsync throws, which is reported where it is caught.
    private const int HostedServiceStartupFaulted = 11;

    /// <summary>The log that <paramref name="configuration"/> describes.</summary>
    /// <param name="configuration">All layers, merged.</param>
    /// <param name="options">What section <c>Log</c> says.</param>
    public static PrintableLogger Create(IConfiguration configuration, LogOptions options)
    {
        var logger = new LoggerConfiguration()
            .Enrich.FromLogContext()
            .Enrich.With<PrintableEnricher>()
            .Filter.ByExcluding(IsStartupFault)
            .Filter.ByExcluding(IsDeadLink);
        if (LogRules.HasSerilogLevels(configuration)) KeepQuiet(logger);
        // What passes LogLevels is written.
        else logger.MinimumLevel.Verbose();
        if (LogRules.WritesConsole(configuration, options)) WriteToConsole(logger, options.Format ?? LogFormat.Text);
        var reading = new ConfigurationReaderOptions([.. LogSinkRules.AssembliesOf(configuration)]);
        return new PrintableLogger(logger.ReadFrom.Configuration(configuration, reading).CreateLogger());
    }

    /// <summary>How lines are written that no terminal colors.</summary>
    public static ITextFormatter FormatterOf(LogFormat format, bool isJournal)
    {
        if (format == LogFormat.Json) return new RenderedCompactJsonFormatter();
        var text = new MessageTemplateTextFormatter(Line, CultureInfo.InvariantCulture);
        return isJournal ? new JournalFormatter(text) : text;
    }

    private static void WriteToConsole(LoggerConfiguration logger, LogFormat format)
    {
        var isJournal = JournalStream.IsOutput();
        if (format == LogFormat.Text && !isJournal)
            logger.WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture);
        else
            logger.WriteTo.Console(FormatterOf(format, isJournal));
    }

    // As LogLevels, under what Serilog's own section says.
    private static void KeepQuiet(LoggerConfiguration logger) => logger
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("System", LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
        .MinimumLevel.Override("Microsoft.AspNetCore.Authentication", LevelAlias.Off)
        .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error);

    // A dead link is as usual as a client that hangs up; the web server would log each with a stack.
    private static bool IsDeadLink(LogEvent log) =>
        log.Exception is PrintableException
        {
            Original: SocketException
            {
                SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.HostDown
                    or SocketError.NetworkUnreachable or SocketError.NetworkDown
            }
        }
        && log.Properties.TryGetValue("SourceContext", out var context)
        && context is ScalarValue { Value: string source }
        && source.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal);

    private static bool IsStartupFault(LogEvent log) =>
        log.Properties.TryGetValue("EventId", out var id)
        && id is StructureValue { Properties: var parts }
        && parts.Any(part => part is { Name: "Id", Value: ScalarValue { Value: HostedServiceStartupFaulted } })
        && log.Properties.TryGetValue("SourceContext", out var context)
        && context is ScalarValue { Value: "Microsoft.Extensions.Hosting.Internal.Host" };
}
